/** What is said of the way to an engine. */
export const connection = {
  noAnswer: ({ endpoint, said }: { endpoint: string; said: string }) =>
    `The Docker engine at ${endpoint} does not answer: ${said}`,
  cutOff: "the connection ended before the process did",
  inputLeft: "the command ended before all of its input was sent",
  nothingWithin: (seconds: number) => `nothing within ${seconds} s`,
  silent: (seconds: number) => `the Docker engine gave no answer within ${seconds} s`,
};
