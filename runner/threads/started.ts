/** Whether this thread has started others: some things can be done only before. Whoever starts one says so. */
export const threads = { haveStarted: false };
