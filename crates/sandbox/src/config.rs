//! What the sandbox is started with.

use std::net::IpAddr;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::carrier::Account;
use crate::crm::PodioConfig;

/// The sandbox's settings: the accounts that it has, and where it is.
#[derive(Debug, Clone)]
pub struct Config {
    /// The Twilio account: its keys and numbers.
    pub account: Account,
    /// The Podio account: its keys and apps.
    pub podio: PodioConfig,
    /// The address of the product from outside, such as `http://localhost:3000`; the sandbox is at `/sandbox` there.
    pub origin: String,
    /// Where recordings and the CRM's state are kept; in memory if not given.
    pub data_dir: Option<PathBuf>,
    /// The address that browsers send audio to.
    pub media_addr: IpAddr,
    /// A factor on every scripted delay; `1.0` is real life.
    pub pace: f64,
    /// What time it is when the sandbox starts for the first time; else the machine's own.
    pub clock: Option<Timestamp>,
}
