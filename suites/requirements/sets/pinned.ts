/**
 * SHA-256 (of the canonical form, RFC 8785) of every set that was ever frozen. Lines are added, never changed: `npm run
 * sets` prints the next one, and refuses to go on from a file that is not what stands here.
 */
export const PINNED: Readonly<Record<string, string>> = {
  '2024-11-05@1': '5b18c20154b56bea7d7b30a0243e68cb0d0b8a5f2514e96ce98646f0b36e28be',
  '2025-03-26@1': 'f4b88df7ca89482a8721b110387863d9c97a72390a613de75ce5cb085169f82f',
  '2025-06-18@1': 'ff930c105db4bc528656be1229fcd49d9b0555e9e5a8b2bd9f946722396de674',
  '2025-11-25@1': '8d33c65c5fe8af808076eed831cdba393535600d0c85a09328eb08b5e1134f7a',
  '2026-07-28@1': '91f9c011c3b29bd7b36b06f533be978e693fad5e88f32577283cb5f1362c51a0',
  '2024-11-05@2': '4ce2c95fed3c46f68cd0971e63698b5341e648ed9304c2265d4ca6838ee431e8',
  '2025-03-26@2': '9935eb76e87c0f6244ceb0fc7b9063e3bd9f2b1e002ada0e43522a1904fef1c6',
  '2025-06-18@2': 'd622e6e16b9797d21a582be1ea421f0a1e3435a5010f4fa8707f4106439ac2f7',
  '2025-11-25@2': 'b2275df8df9d0ea84f3664bb7be1ed2aaf25a99d6643113a8af68797487f340e',
  '2026-07-28@2': '1d19075176ff8bb768fbe4f1e7a196e27ccef8f9b765c3b4fa44d8a2d8239fff',
};
