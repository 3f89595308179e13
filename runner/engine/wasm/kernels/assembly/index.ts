export { multiplyRows } from "./micro-kernel";
