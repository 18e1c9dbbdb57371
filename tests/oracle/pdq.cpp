// The published program as two calls that any language can make: what it reckons of a picture's brightness.
#include "patches.h"
#include "pdq/cpp/common/pdqhashtypes.cpp"
#include "pdq/cpp/downscaling/downscaling.cpp"
#include "pdq/cpp/hashing/pdqhashing.cpp"
#include "pdq/cpp/hashing/torben.cpp"

using namespace facebook::pdq::hashing;

// `luma` is worked on and does not keep its values; `room` is as large. Both return the quality.
extern "C" int whole(float* luma, float* room, int rows, int columns, Hash256* found) {
  float square[64][64], half[16][64], last[16][16];
  int quality = 0;
  pdqHash256FromFloatLuma(luma, room, rows, columns, square, half, last, *found, quality);
  return quality;
}

extern "C" int turned(float* luma, float* room, int rows, int columns, Hash256* found) {
  float square[64][64], half[16][64], last[16][16], aside[16][16];
  int quality = 0;
  pdqDihedralHash256esFromFloatLuma(luma, room, rows, columns, square, half, last, aside, found, found + 1, found + 2,
                                    found + 3, found + 4, found + 5, found + 6, found + 7, quality);
  return quality;
}
