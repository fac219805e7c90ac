//! Pictures, drawn as SVG text.
