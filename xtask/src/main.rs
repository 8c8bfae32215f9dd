//! Turns the compiled frontend into what a browser loads: wasm-bindgen, used as a library, so that its version
//! is always the one that `Cargo.lock` holds and nothing has to be installed.
//!
//! `cargo run -p xtask -- bindgen <compiled.wasm> <output folder> <output name>`

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [task, wasm, folder, name] = words.as_slice() else {
        eprintln!("usage: xtask bindgen <compiled.wasm> <output folder> <output name>");
        return ExitCode::FAILURE;
    };
    if task != "bindgen" {
        eprintln!("xtask knows no task named {task}");
        return ExitCode::FAILURE;
    }
    match bindgen(wasm, folder, name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wasm-bindgen: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bindgen(wasm: &str, folder: &str, name: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name(name).typescript(false).web(true)?;
    bindgen.generate(folder)?;
    Ok(())
}
