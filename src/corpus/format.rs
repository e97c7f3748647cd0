//! How are articles stored? One file for each format.

pub mod plain;
