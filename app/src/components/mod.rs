//! The parts of the screen, one a file.
#![expect(unreachable_pub, reason = "the component macro writes its inner items as pub")]

mod audio_devices;
mod call_bar;
mod call_history;
mod call_tools;
mod device_chip;
mod device_notice;
mod disposition_choice;
mod disposition_form;
mod elsewhere;
mod field;
mod gates;
mod help_dialog;
mod keypad;
mod lead_facts;
mod lead_header;
mod line_quality;
mod opt_out_question;
mod phones;
mod recording;
mod recording_notice;
mod sandbox_banner;
mod saved;
mod sign_in_again;
mod timer;
mod top_bar;

pub(crate) use call_bar::CallBar;
pub(crate) use call_history::CallHistory;
pub(crate) use device_notice::DeviceNotice;
pub(crate) use disposition_form::DispositionForm;
pub(crate) use elsewhere::Elsewhere;
pub(crate) use help_dialog::HelpDialog;
pub(crate) use lead_facts::LeadFacts;
pub(crate) use lead_header::LeadHeader;
pub(crate) use phones::Phones;
pub(crate) use sandbox_banner::SandboxBanner;
pub(crate) use sign_in_again::SignInAgain;
pub(crate) use top_bar::TopBar;
