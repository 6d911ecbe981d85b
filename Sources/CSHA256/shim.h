#pragma once
#include <stddef.h>
#include <stdint.h>

// The instructions of x86-64 processors for SHA-256, which Swift cannot reach: five times as fast as the same in Swift, and a night
// hashes every byte it reads and writes. Nothing else is in C. Where the processor has none, `csha256_is_supported` is 0.

#if defined(__x86_64__)
#include <cpuid.h>

typedef uint32_t csha256_words __attribute__((vector_size(16), aligned(16)));
typedef int csha256_ints __attribute__((vector_size(16), aligned(16)));
typedef uint8_t csha256_bytes __attribute__((vector_size(16), aligned(16)));

/// 1 where the processor has the SHA extensions (and SSE4.1, which they build on).
static inline int csha256_is_supported(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1) || !(c & bit_SSSE3)) return 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 29));
}

/// FIPS 180-4, 6.2.2: mixes `count` blocks of 64 bytes into the eight words of the state. Only where it is supported.
__attribute__((target("sha,sse4.1,ssse3"))) static inline void csha256_mix(
  uint32_t state[8], const uint8_t *block, size_t count, const uint32_t constants[64]
) {
  // The instructions want the eight words in this order.
  csha256_words abef = {state[5], state[4], state[1], state[0]}, cdgh = {state[7], state[6], state[3], state[2]};
  for (; count; count--, block += 64) {
    csha256_words w[16], abef_before = abef, cdgh_before = cdgh;
    for (int i = 0; i < 16; i++) {
      if (i < 4) {
        csha256_bytes raw;
        __builtin_memcpy(&raw, block + 16 * i, 16);
        w[i] = (csha256_words)__builtin_shufflevector(raw, raw, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
      } else {
        csha256_words sum = (csha256_words)__builtin_ia32_sha256msg1((csha256_ints)w[i - 4], (csha256_ints)w[i - 3])
          + (csha256_words)__builtin_shufflevector(w[i - 2], w[i - 1], 1, 2, 3, 4);
        w[i] = (csha256_words)__builtin_ia32_sha256msg2((csha256_ints)sum, (csha256_ints)w[i - 1]);
      }
      csha256_words k;
      __builtin_memcpy(&k, constants + 4 * i, 16);
      k += w[i];
      cdgh = (csha256_words)__builtin_ia32_sha256rnds2((csha256_ints)cdgh, (csha256_ints)abef, (csha256_ints)k);
      k = __builtin_shufflevector(k, k, 2, 3, 2, 3);
      abef = (csha256_words)__builtin_ia32_sha256rnds2((csha256_ints)abef, (csha256_ints)cdgh, (csha256_ints)k);
    }
    abef += abef_before;
    cdgh += cdgh_before;
  }
  state[0] = abef[3], state[1] = abef[2], state[4] = abef[1], state[5] = abef[0];
  state[2] = cdgh[3], state[3] = cdgh[2], state[6] = cdgh[1], state[7] = cdgh[0];
}

#else

static inline int csha256_is_supported(void) { return 0; }
static inline void csha256_mix(uint32_t state[8], const uint8_t *block, size_t count, const uint32_t constants[64]) {}

#endif
