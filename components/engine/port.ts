/** Whether a number is a TCP port. */
export const isPort = (port: number) => Number.isInteger(port) && port >= 1 && port <= 65535;
