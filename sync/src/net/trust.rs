//! Which servers are believed to be who they say: those that this computer believes, and those of one more certificate.

use iroh::tls::{CaTlsConfig, default_provider};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use std::error::Error;

/// The certificates in a PEM file; nothing where one of them can't be read, or there is none.
pub(super) fn certificates(pem: &str) -> Option<Vec<CertificateDer<'static>>> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    all.ok().filter(|all| !all.is_empty())
}

/// What this computer believes, since a company that looks into TLS puts its own certificate there; where it has
/// nothing to believe by, what browsers believe. A certificate that was named is believed besides.
pub(super) fn config(pem: Option<&str>) -> CaTlsConfig {
    let named = pem.and_then(certificates).unwrap_or_default();
    let system = CaTlsConfig::system().with_extra_roots(named.clone());
    match system.server_cert_verifier(default_provider()) {
        Ok(_) => system,
        Err(_) => CaTlsConfig::embedded().with_extra_roots(named),
    }
}

/// What TLS said, however deep it lies: an error of the system's kind hides the one that it carries from its sources.
pub(super) fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    within(error, 0)
}

fn within<'a>(error: &'a (dyn Error + 'static), depth: u8) -> Option<&'a rustls::Error> {
    if depth > 16 {
        return None;
    }
    if let Some(found) = error.downcast_ref::<rustls::Error>() {
        return Some(found);
    }
    let carried = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    let carried = carried.and_then(|carried| within(carried, depth + 1));
    carried.or_else(|| within(error.source()?, depth + 1))
}
