//! The program `reading-room`.

fn main() -> std::process::ExitCode {
    reading_room::shell::main()
}
