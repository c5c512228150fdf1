//! A private certificate authority, as a hospital has one.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose,
};

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

    /// A certificate for a server on this machine.
    ///
    /// # Errors
    /// [`SiteError::Certificate`].
    pub fn issue(&self) -> Result<Certificate, SiteError> {
        let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let mut params = CertificateParams::new(names).map_err(SiteError::Certificate)?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
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
