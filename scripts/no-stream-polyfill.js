// Stands in for the part of fetch-blob that looks for web streams: every Node we run on has them,
// and looking loads them, or 60 KB of a polyfill.
export default {};
