/** Where things are in a drawn matrix, in CSS pixels. */
export interface MatrixLayout {
  classes: number;
  /** Side of a cell. */
  cell: number;
  /** Of the first cell. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** Whether the names of the classes stand beside the cells. */
  named: boolean;
}

export interface Cell {
  row: number;
  column: number;
}

/** For the titles of the two axes. */
const titleBand = 20;
const [smallestCell, largestCell] = [3, 56];
/** A name stands in a row of at least this height. */
const nameHeight = 12;
const longestName = 130;

/**
 * Fits a matrix into a width. Where names would leave no room for cells they are left out, and what is under the pointer is
 * still named. A matrix that does not fit even so is as wide as its smallest cells make it.
 *
 * @param nameWidth of the longest name, in CSS pixels
 */
export function matrixLayout(classes: number, nameWidth: number, available: number): MatrixLayout {
  const layout = (named: boolean): MatrixLayout => {
    const names = named ? Math.ceil(Math.min(nameWidth, longestName, available * 0.3)) + 8 : 0;
    const left = titleBand + names;
    const fitting = Math.floor((available - left - 1) / classes);
    const cell = Math.min(largestCell, Math.max(smallestCell, fitting));
    const side = cell * classes + 1;
    return { classes, cell, left, top: left, width: left + side, height: left + side, named };
  };
  const withNames = layout(true);
  return withNames.cell >= nameHeight ? withNames : layout(false);
}

/** The cell at a place of the drawing; null beside all cells. */
export function cellAt({ left, top, cell, classes }: MatrixLayout, x: number, y: number): Cell | null {
  const [column, row] = [Math.floor((x - left) / cell), Math.floor((y - top) / cell)];
  const inside = (position: number) => position >= 0 && position < classes;
  return inside(row) && inside(column) ? { row, column } : null;
}

/** Where a key leads; null where it is none of these. */
export function cellAfterKey(key: string, { row, column }: Cell, classes: number): Cell | null {
  const last = classes - 1;
  const bounded = (position: number) => Math.min(last, Math.max(0, position));
  switch (key) {
    case "ArrowLeft":
      return { row, column: bounded(column - 1) };
    case "ArrowRight":
      return { row, column: bounded(column + 1) };
    case "ArrowUp":
      return { row: bounded(row - 1), column };
    case "ArrowDown":
      return { row: bounded(row + 1), column };
    case "Home":
      return { row, column: 0 };
    case "End":
      return { row, column: last };
    case "PageUp":
      return { row: 0, column };
    case "PageDown":
      return { row: last, column };
    default:
      return null;
  }
}
