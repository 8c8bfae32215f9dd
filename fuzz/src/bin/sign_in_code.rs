#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz_targets::token::sign_in_code(data));
