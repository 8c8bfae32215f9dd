#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz_targets::compliance_rules::rule_pack(data));
