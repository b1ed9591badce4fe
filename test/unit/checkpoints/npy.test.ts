import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckpointError } from '../../../src/checkpoints/checkpoint';
import { failIn } from '../../../src/checkpoints/formats/fail';
import { parseNpy } from '../../../src/checkpoints/formats/npy';
import { indicesOf, textOf, valuesOf } from '../../../src/checkpoints/formats/npyItems';
import { npy, npyWithHeader, numbers, text, type NumpyType } from './support/npzFiles';

const fail = failIn('x.npy');
const parse = (bytes: Uint8Array) => parseNpy(bytes, fail);

describe('.npy', () => {
  test.each([1, 2, 3])('version %i is read', (version) => {
    const array = parse(numbers('<i8', [1, 2, 3], version));
    expect(array.shape).toEqual([3]);
    expect([...indicesOf(array, fail)]).toEqual([1, 2, 3]);
  });

  test.each(['<i4', '<i8', '>i4', '>i8', '<u2', '|i1'] as NumpyType[])('indices of type %s', (type) => {
    expect([...indicesOf(parse(numbers(type, [0, 7, 127])), fail)]).toEqual([0, 7, 127]);
  });

  test.each(['<f4', '<f8', '>f8', '<f2', '<i4', '>i8', '|i1'] as NumpyType[])('values of type %s', (type) => {
    const { values, nonzero } = valuesOf(parse(numbers(type, [0, 1, -2, 96])), fail);
    expect([...values]).toEqual([0, 1, -2, 96]);
    expect([...nonzero]).toEqual([0, 1, 1, 1]);
  });

  test('half floats: normal, subnormal, infinite, not a number', () => {
    const bits = Uint16Array.of(0x3e00, 0xbc00, 0x0001, 0x7c00, 0xfc00, 0x7e00, 0x8000);
    const { values, nonzero } = valuesOf(parse(npy('<f2', [7], new Uint8Array(bits.buffer))), fail);
    expect([...values]).toEqual([1.5, -1, 2 ** -24, Infinity, -Infinity, NaN, -0]);
    expect([...nonzero]).toEqual([1, 1, 1, 1, 1, 1, 0]);
  });

  test('a value too small for float32 is still not zero', () => {
    const { values, nonzero } = valuesOf(parse(numbers('<f8', [1e-60, -0])), fail);
    expect([[...values], [...nonzero]]).toEqual([
      [0, -0],
      [1, 0],
    ]);
  });

  test('strings of bytes and of text', () => {
    expect(textOf(parse(text('csr')), fail)).toBe('csr');
    const utf32 = Uint32Array.from('coo', (letter) => letter.charCodeAt(0));
    expect(textOf(parse(npy('<U3', [], new Uint8Array(utf32.buffer))), fail)).toBe('coo');
  });

  test.each([
    ["{'shape': (3,), 'fortran_order': False, 'descr': '|i1'}", 'other order of keys'],
    ['{"descr": "|i1", "fortran_order": False, "shape": (3L,), }', 'Python 2'],
    [
      "{ 'descr' : '|i1' , 'fortran_order' : True , 'shape' : ( 3 , ) }",
      'spaces; Fortran order of one dimension',
    ],
  ])('%s', (header) => {
    expect([...indicesOf(parse(npyWithHeader(header, Uint8Array.of(1, 2, 3))), fail)]).toEqual([1, 2, 3]);
  });

  test.each([
    ["{'descr': '|O', 'fortran_order': False, 'shape': (3,), }", /bool, int, uint, float or string/],
    ["{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (3,), }", /an \.npy header/],
    ["{'descr': '<c8', 'fortran_order': False, 'shape': (3,), }", /found "<c8"/],
    ["{'descr': '<i3', 'fortran_order': False, 'shape': (1,), }", /found "<i3"/],
    ["{'descr': '|i1', 'fortran_order': False, 'shape': (3), }", /an \.npy header/],
    ["{'descr': '|i1', 'fortran_order': False, 'shape': (-3,), }", /an \.npy header/],
    ["{'descr': '|i1', 'fortran_order': False, 'shape': (__import__('os'),), }", /an \.npy header/],
    ["{'descr': '|i1', 'fortran_order': 0, 'shape': (3,), }", /an \.npy header/],
    ["{'descr': '|i1', 'fortran_order': False, }", /an \.npy header/],
    ["{'descr': '|i1', 'descr': '|i1', 'fortran_order': False, 'shape': (3,), }", /an \.npy header/],
    ["{'descr': '|i1', 'fortran_order': False, 'shape': (3,), 'more': True, }", /an \.npy header/],
    ["{'descr': '|i1', 'fortran_order': False, 'shape': (3,), } + 1", /an \.npy header/],
    ["{'descr': '|i1', 'fortran_order': True, 'shape': (3,1), }", /C order/],
    ["{'descr': '|i1', 'fortran_order': False, 'shape': (4,), }", /4 bytes of items .* found 3/],
    ["{'descr': '|i1', 'fortran_order': False, 'shape': (2,), }", /2 bytes of items .* found 3/],
    ["{'descr': '<i8', 'fortran_order': False, 'shape': (99999999,99999999,), }", /an \.npy header/],
    ['', /an \.npy header/],
  ])('refuses %s', (header, message) => {
    expect(() => parse(npyWithHeader(header, Uint8Array.of(1, 2, 3)))).toThrow(CheckpointError);
    expect(() => parse(npyWithHeader(header, Uint8Array.of(1, 2, 3)))).toThrow(message);
  });

  test('refuses what indices, values and strings cannot be', () => {
    expect(() => indicesOf(parse(numbers('<f4', [1])), fail)).toThrow(/a list of integers, found float32/);
    expect(() => indicesOf(parse(numbers('<i4', [1, -1])), fail)).toThrow(/found -1 at 1/);
    expect(() => indicesOf(parse(numbers('<i8', [2 ** 32])), fail)).toThrow(/found 4294967296 at 0/);
    expect(() => indicesOf(parse(npy('<i4', [1, 1], new Uint8Array(4))), fail)).toThrow(/shape \(1, 1\)/);
    expect(() => valuesOf(parse(text('csr')), fail)).toThrow(/a list of numbers, found bytes/);
    expect(() => textOf(parse(numbers('<i4', [1])), fail)).toThrow(/a single string, found int32/);
  });

  test('refuses other versions, and headers too long or cut short', () => {
    const good = Buffer.from(numbers('<i4', [1]));
    const changed = (change: (bytes: Buffer) => void): Buffer => {
      const bytes = Buffer.from(good);
      change(bytes);
      return bytes;
    };
    expect(() => parse(changed((bytes) => (bytes[6] = 4)))).toThrow(/found 4\.0/);
    expect(() => parse(changed((bytes) => (bytes[7] = 1)))).toThrow(/found 1\.1/);
    expect(() => parse(changed((bytes) => bytes.writeUInt16LE(9_999, 8)))).toThrow(/header of 9999 bytes/);
    expect(() => parse(changed((bytes) => bytes.writeUInt16LE(10_001, 8)))).toThrow(/at most 10000/);
    for (let length = 0; length < good.length; length++) {
      expect(() => parse(good.subarray(0, length))).toThrow(CheckpointError);
    }
  });

  test('no header makes it do anything but parse or refuse', () => {
    const words = fc.constantFrom(
      '{',
      '}',
      "'descr'",
      "'shape'",
      "'fortran_order'",
      ':',
      ',',
      ' ',
      '(',
      ')',
      '3',
      "'|i1'",
      'True',
      '(3,)',
      '\n',
      "'",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
        try {
          parse(npyWithHeader(parts.join(''), Uint8Array.of(1, 2, 3)));
        } catch (error) {
          expect(error).toBeInstanceOf(CheckpointError);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
