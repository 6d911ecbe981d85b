#if arch(x86_64)
  internal import CIntrinsics

  /// The SHA-256 instructions that x86-64 processors have had since 2016 (Intel's SHA extensions): 1,800 MB/s where a program without
  /// them does 250.
  ///
  /// A target of its own, because all of it is compiled for a processor that has them: nothing in here may be called on another one, but
  /// for `areThere`. Kept from being inlined into targets that are compiled for any processor.
  public enum SHAInstructions {
    /// Whether this processor has them, and SSSE3 and SSE 4.1, which go with them.
    @inline(never) @_semantics("optimize.no.crossmodule")
    public static func areThere() -> Bool {
      var (a, b, c, d): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
      guard __get_cpuid_count(7, 0, &a, &b, &c, &d) == 1, b >> 29 & 1 == 1 else { return false }
      guard __get_cpuid(1, &a, &b, &c, &d) == 1 else { return false }
      return c >> 9 & 1 == 1 && c >> 19 & 1 == 1
    }

    /// Mixes `count` blocks of 64 bytes into the eight working words of the hash (FIPS 180-4, 6.2.2).
    /// - Parameters:
    ///   - words: the eight words, a first; 32 bytes.
    ///   - constants: the 64 constants of the rounds.
    @inline(never) @_semantics("optimize.no.crossmodule")
    public static func mix(
      _ blocks: UnsafeRawPointer, count: Int, into words: UnsafeMutableRawPointer, constants: UnsafeRawPointer
    ) {
      let bytes = _mm_set_epi64x(0x0c0d_0e0f_0809_0a0b, 0x0405_0607_0001_0203)
      let (abcd, efgh) = (swapped(load(words, 0)), swapped(load(words, 1)))
      var sums = Sums(low: _mm_unpacklo_epi64(efgh, abcd), high: _mm_unpackhi_epi64(efgh, abcd))
      var block = blocks
      for _ in 0..<count {
        let before = sums
        var m0 = _mm_shuffle_epi8(load(block, 0), bytes)
        var m1 = _mm_shuffle_epi8(load(block, 1), bytes)
        var m2 = _mm_shuffle_epi8(load(block, 2), bytes)
        var m3 = _mm_shuffle_epi8(load(block, 3), bytes)
        var k = constants
        sums.rounds(m0, m1, m2, m3, k)
        for _ in 0..<3 {
          k += 64
          extend(&m0, m1, m2, m3)
          extend(&m1, m2, m3, m0)
          extend(&m2, m3, m0, m1)
          extend(&m3, m0, m1, m2)
          sums.rounds(m0, m1, m2, m3, k)
        }
        sums.low = _mm_add_epi32(sums.low, before.low)
        sums.high = _mm_add_epi32(sums.high, before.high)
        block += 64
      }
      store(swapped(_mm_unpackhi_epi64(sums.low, sums.high)), words, 0)
      store(swapped(_mm_unpacklo_epi64(sums.low, sums.high)), words, 1)
    }
  }

  /// The working words as the instructions want them: `low` holds f, e, b, a, `high` h, g, d, c, from the lowest lane up.
  private struct Sums {
    var low: __m128i
    var high: __m128i

    /// Sixteen rounds, four words of the message at a time.
    @inline(__always)
    mutating func rounds(_ m0: __m128i, _ m1: __m128i, _ m2: __m128i, _ m3: __m128i, _ k: UnsafeRawPointer) {
      four(_mm_add_epi32(m0, load(k, 0)))
      four(_mm_add_epi32(m1, load(k, 1)))
      four(_mm_add_epi32(m2, load(k, 2)))
      four(_mm_add_epi32(m3, load(k, 3)))
    }

    /// Two rounds with the lower two words of `input`, two with the upper. After each pair the halves have changed places.
    @inline(__always)
    private mutating func four(_ input: __m128i) {
      high = _mm_sha256rnds2_epu32(high, low, input)
      low = _mm_sha256rnds2_epu32(low, high, _mm_unpackhi_epi64(input, input))
    }
  }

  /// Turns words i to i + 3 of the message into words i + 16 to i + 19; the others are the twelve between.
  @inline(__always)
  private func extend(_ m0: inout __m128i, _ m1: __m128i, _ m2: __m128i, _ m3: __m128i) {
    // Words i + 9 to i + 12: the eight last ones, shifted by one. `_mm_alignr_epi8` is a macro in C, which Swift does not see.
    let nine = unsafeBitCast(
      unsafeBitCast(m2, to: UInt128.self) &>> 32 | unsafeBitCast(m3, to: UInt128.self) &<< 96, to: __m128i.self)
    m0 = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(m0, m1), nine), m3)
  }

  /// The same with the words of each half changed: a, b, c, d becomes b, a, d, c.
  @inline(__always)
  private func swapped(_ words: __m128i) -> __m128i {
    _mm_shuffle_epi8(words, _mm_set_epi64x(0x0b0a_0908_0f0e_0d0c, 0x0302_0100_0706_0504))
  }

  @inline(__always)
  private func load(_ bytes: UnsafeRawPointer, _ index: Int) -> __m128i {
    bytes.loadUnaligned(fromByteOffset: index &* 16, as: __m128i.self)
  }

  @inline(__always)
  private func store(_ words: __m128i, _ bytes: UnsafeMutableRawPointer, _ index: Int) {
    bytes.storeBytes(of: words, toByteOffset: index &* 16, as: __m128i.self)
  }
#endif
