/*
 * Native twins of the three operations of a training step, with vectors of 128 bits: same layout, same order of sums,
 * same bits as `Kernels` states them. Compiled with FMA contraction on or off by the bench.
 *
 *   kernels LAYER      reads lines "forward N", "inputGradient N", "update N" from standard input, does each N times, and
 *                      answers with a line of JSON: the seconds of processor time and a checksum of the results.
 *
 * LAYER holds int32 inputs, outputs, links, batch; then indptr, indices, input indptr, neurons, positions, and float32
 * values, bias, input, gradient.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef float vector __attribute__((vector_size(16), aligned(4)));

static int32_t inputs, outputs, links, batch;
static uint32_t *indptr, *indices, *input_indptr, *neurons, *positions;
static float *values, *bias, *input, *gradient, *velocities, *bias_velocities, *output, *input_gradient;

static inline vector at(const float *p) { return *(const vector *)p; }
static inline vector splat(float x) { return (vector){x, x, x, x}; }

static inline void sums(int n, const uint32_t *row, const uint32_t *place, const float *w, uint32_t from, uint32_t to,
                        const float *source, float start, float *target) {
  vector s[8];
  for (int v = 0; v < n; v++) s[v] = splat(start);
  for (uint32_t k = from; k < to; k++) {
    const float *x = source + (size_t)row[k] * batch;
    const vector weight = splat(place ? w[place[k]] : w[k]);
    for (int v = 0; v < n; v++) s[v] += weight * at(x + 4 * v);
  }
  for (int v = 0; v < n; v++) *(vector *)(target + 4 * v) = s[v];
}

static void forward(void) {
  for (int j = 0; j < outputs; j++) {
    float *out = output + (size_t)j * batch;
    for (int b = 0; b < batch; b += 32) {
      sums(8, indices, NULL, values, indptr[j], indptr[j + 1], input + b, bias[j], out + b);
    }
    for (int b = 0; b < batch; b += 4) {
      const vector x = at(out + b);
      *(vector *)(out + b) = (vector)((x > splat(0)) & (__typeof__(x > x))x);
    }
  }
}

static void backward(void) {
  for (int i = 0; i < inputs; i++) {
    float *out = input_gradient + (size_t)i * batch;
    const float *activation = input + (size_t)i * batch;
    for (int b = 0; b < batch; b += 32) {
      sums(8, neurons, positions, values, input_indptr[i], input_indptr[i + 1], gradient + b, 0, out + b);
    }
    for (int b = 0; b < batch; b += 4) {
      const __typeof__(splat(0) > splat(0)) active = at(activation + b) > splat(0);
      *(vector *)(out + b) = (vector)(active & (__typeof__(active))at(out + b));
    }
  }
}

static inline float total(vector s) { return s[0] + s[1] + (s[2] + s[3]); }

static void update(float rate, float momentum) {
  for (int j = 0; j < outputs; j++) {
    const float *g = gradient + (size_t)j * batch;
    vector s = splat(0);
    for (int b = 0; b < batch; b += 4) s += at(g + b);
    bias_velocities[j] = momentum * bias_velocities[j] + total(s);
    bias[j] -= rate * bias_velocities[j];
    uint32_t k = indptr[j];
    const uint32_t end = indptr[j + 1];
    for (; k + 4 <= end; k += 4) {
      const float *a0 = input + (size_t)indices[k] * batch, *a1 = input + (size_t)indices[k + 1] * batch;
      const float *a2 = input + (size_t)indices[k + 2] * batch, *a3 = input + (size_t)indices[k + 3] * batch;
      vector s0 = splat(0), s1 = s0, s2 = s0, s3 = s0;
      for (int b = 0; b < batch; b += 4) {
        const vector y = at(g + b);
        s0 += at(a0 + b) * y;
        s1 += at(a1 + b) * y;
        s2 += at(a2 + b) * y;
        s3 += at(a3 + b) * y;
      }
      const vector sum = {total(s0), total(s1), total(s2), total(s3)};
      const vector v = splat(momentum) * at(velocities + k) + sum;
      *(vector *)(velocities + k) = v;
      *(vector *)(values + k) = at(values + k) - splat(rate) * v;
    }
    for (; k < end; k++) {
      const float *a = input + (size_t)indices[k] * batch;
      vector s0 = splat(0);
      for (int b = 0; b < batch; b += 4) s0 += at(a + b) * at(g + b);
      velocities[k] = momentum * velocities[k] + total(s0);
      values[k] -= rate * velocities[k];
    }
  }
}

static void *filled(FILE *file, size_t count) {
  void *array = aligned_alloc(64, (count * 4 + 63) / 64 * 64);
  if (!array || (file && fread(array, 4, count, file) != count)) {
    fprintf(stderr, "the layer cannot be read\n");
    exit(1);
  }
  if (!file) memset(array, 0, count * 4);
  return array;
}

static double checksum(const float *array, size_t count) {
  double sum = 0;
  for (size_t k = 0; k < count; k++) sum += array[k] * (double)(k % 97 + 1);
  return sum;
}

int main(int count, char **arguments) {
  FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
  int32_t head[4];
  if (!file || fread(head, 4, 4, file) != 4) {
    fprintf(stderr, "usage: kernels LAYER\n");
    return 1;
  }
  inputs = head[0], outputs = head[1], links = head[2], batch = head[3];
  indptr = filled(file, outputs + 1), indices = filled(file, links);
  input_indptr = filled(file, inputs + 1), neurons = filled(file, links), positions = filled(file, links);
  values = filled(file, links), bias = filled(file, outputs);
  input = filled(file, (size_t)inputs * batch), gradient = filled(file, (size_t)outputs * batch);
  velocities = filled(NULL, links), bias_velocities = filled(NULL, outputs);
  output = filled(NULL, (size_t)outputs * batch), input_gradient = filled(NULL, (size_t)inputs * batch);

  char name[32];
  int times;
  while (scanf("%31s %d", name, &times) == 2) {
    struct timespec begin, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    for (int k = 0; k < times; k++) {
      if (!strcmp(name, "forward")) forward();
      else if (!strcmp(name, "inputGradient")) backward();
      else update(1e-9f, 0.9f);
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    const double seconds = end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) * 1e-9;
    const double sum = !strcmp(name, "forward")         ? checksum(output, (size_t)outputs * batch)
                       : !strcmp(name, "inputGradient") ? checksum(input_gradient, (size_t)inputs * batch)
                                                        : checksum(velocities, links);
    printf("{\"seconds\": %.9f, \"checksum\": %.17g}\n", seconds, sum);
    fflush(stdout);
  }
  return 0;
}
