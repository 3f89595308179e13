// The fused pass: antialiased crop-resize, flip and one 3×4 colour matrix, from bytes to float32 in one go. For each row of
// the output the rows of the image are blended into one line of floats, which stays in the first-level cache; from this
// line each pixel of the output is blended, and its colour transformed, in registers.
//
// The module has no memory of its own: everything lies in the one that it imports, where the caller has put it, and the
// caller (../pass.ts) answers for its bounds. RELAXED is a constant that the build gives: 1 where fused multiply-add may be used.
export { augmentRows } from "./augment-rows";
