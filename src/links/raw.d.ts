/** A file imported with `?raw` is its text: the build and the tests load it so, byte for byte. */
declare module '*?raw' {
  const text: string;
  export default text;
}
