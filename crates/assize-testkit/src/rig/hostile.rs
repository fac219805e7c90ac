//! Cases made to be merged in by people who mean harm.
