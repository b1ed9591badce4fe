// AssemblyScript: takes the place of ../assignment/memory.ts. Arrays are bare addresses without bounds checks; nothing
// is ever freed, the loader drops or rewinds the whole memory.
// WIDE is set by the build: whether class numbers take four bytes.

@unmanaged
@final
@global
class I32s {
  @inline @operator('[]') get(index: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>index) << 2));
  }
  @inline @operator('[]=') set(index: i32, value: i32): void {
    store<i32>(changetype<usize>(this) + ((<usize>index) << 2), value);
  }
}

@unmanaged
@final
@global
class F64s {
  @inline @operator('[]') get(index: i32): f64 {
    return load<f64>(changetype<usize>(this) + ((<usize>index) << 3));
  }
  @inline @operator('[]=') set(index: i32, value: f64): void {
    store<f64>(changetype<usize>(this) + ((<usize>index) << 3), value);
  }
}

/** Read as float64, rounded when written. */
@unmanaged
@final
@global
class F32s {
  @inline @operator('[]') get(index: i32): f64 {
    return <f64>load<f32>(changetype<usize>(this) + ((<usize>index) << 2));
  }
  @inline @operator('[]=') set(index: i32, value: f64): void {
    store<f32>(changetype<usize>(this) + ((<usize>index) << 2), <f32>value);
  }
}

@unmanaged
@final
@global
class U8s {
  @inline @operator('[]') get(index: i32): i32 {
    return <i32>load<u8>(changetype<usize>(this) + <usize>index);
  }
  @inline @operator('[]=') set(index: i32, value: i32): void {
    store<u8>(changetype<usize>(this) + <usize>index, <u8>value);
  }
}

@unmanaged
@final
@global
class ClassNumbers {
  @inline @operator('[]') get(index: i32): i32 {
    if (WIDE) return load<i32>(changetype<usize>(this) + ((<usize>index) << 2));
    return <i32>load<u16>(changetype<usize>(this) + ((<usize>index) << 1));
  }
  @inline @operator('[]=') set(index: i32, value: i32): void {
    if (WIDE) store<i32>(changetype<usize>(this) + ((<usize>index) << 2), value);
    else store<u16>(changetype<usize>(this) + ((<usize>index) << 1), <u16>value);
  }
}

function aligned(bytes: usize): usize {
  return (heap.alloc(bytes + 8) + 7) & ~7;
}

function zeros(bytes: usize): usize {
  const at = aligned(bytes);
  memory.fill(at, 0, bytes);
  return at;
}

export function newI32s(length: i32): I32s {
  return changetype<I32s>(zeros((<usize>length) << 2));
}

export function newF64s(length: i32): F64s {
  return changetype<F64s>(zeros((<usize>length) << 3));
}

export function newU8s(length: i32): U8s {
  return changetype<U8s>(zeros(<usize>length));
}

export function uninitialisedI32s(length: i32): I32s {
  return changetype<I32s>(aligned((<usize>length) << 2));
}

export function uninitialisedClassNumbers(length: i32, _wide: bool): ClassNumbers {
  return changetype<ClassNumbers>(aligned((<usize>length) << (WIDE ? 2 : 1)));
}
