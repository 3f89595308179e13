// A decoder for parts of ordinary JPEG files (ITU-T T.81; what ../suitable.ts accepts). Of the compressed data, in which
// each symbol's place follows from all before it, everything is read down to the last row that is wanted; the rest of the
// work is done for the wanted part alone. Its pixels are those of libjpeg with its exact inverse DCT and its interpolation
// of colours, bit for bit.
//
// The module has no memory of its own: the caller (../decoder.ts) lays it out and answers for what an address leads to.
// Whatever the compressed data says, nothing outside these regions is written or read.
export { buildHuffmanTable } from "./huffman-table";
export { decodeScan } from "./scan";
export { convertRows } from "./convert-rows";
