//! A private certificate authority, as a hospital has one.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};

use charthold_domain::{Clock, SystemClock};
use jiff::tz::TimeZone;

use crate::SiteError;

/// An authority that vouches for servers of one site.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// A server's certificate and key, PEM.
pub struct Certificate {
    /// The certificate.
    pub cert_pem: String,
    /// Its private key.
    pub key_pem: String,
}

impl Authority {
    /// A new authority.
    ///
    /// # Errors
    /// [`SiteError::Certificate`].
    pub fn make(name: &str) -> Result<Self, SiteError> {
        let mut params =
            CertificateParams::new(Vec::<String>::new()).map_err(SiteError::Certificate)?;
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().map_err(SiteError::Certificate)?;
        let issuer = CertifiedIssuer::self_signed(params, key).map_err(SiteError::Certificate)?;
        Ok(Self { issuer })
    }

    /// Its certificate, PEM: what clients trust.
    #[must_use]
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// A certificate for a server on this machine, of yesterday and for two years. By the machine's own clock: TLS reads no
    /// other.
    ///
    /// # Errors
    /// [`SiteError::Certificate`].
    pub fn issue(&self) -> Result<Certificate, SiteError> {
        let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let mut params = CertificateParams::new(names).map_err(SiteError::Certificate)?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let now = SystemClock.now();
        let (year, month, day) = date(now.as_millis() - DAY_MS);
        params.not_before = date_time_ymd(year, month, day);
        let (year, month, day) = date(now.as_millis() + 730 * DAY_MS);
        params.not_after = date_time_ymd(year, month, day);
        let key = KeyPair::generate().map_err(SiteError::Certificate)?;
        let certificate = params
            .signed_by(&key, &self.issuer)
            .map_err(SiteError::Certificate)?;
        Ok(Certificate {
            cert_pem: certificate.pem(),
            key_pem: key.serialize_pem(),
        })
    }
}

/// Year, month and day in UTC.
fn date(at_ms: i64) -> (i32, u8, u8) {
    let instant = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default();
    let date = instant.to_zoned(TimeZone::UTC).date();
    let part = |part: i8| u8::try_from(part).unwrap_or(1);
    (date.year().into(), part(date.month()), part(date.day()))
}

const DAY_MS: i64 = 86_400_000;
