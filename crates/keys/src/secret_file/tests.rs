use super::*;

fn read(bytes: &[u8], mode: u32) -> Result<String, KeysError> {
    use std::os::unix::fs::PermissionsExt;

    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("passphrase");
    std::fs::write(&path, bytes).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    // EXPOSE: a test compares.
    read_secret(&path, "the passphrase").map(|secret| secret.expose().clone())
}

#[test]
fn one_line_is_read_with_or_without_its_end() {
    for bytes in [
        &b"five long words of it"[..],
        b"five long words of it\n",
        b"five long words of it\r\n",
    ] {
        assert_eq!(read(bytes, 0o400).unwrap(), "five long words of it");
    }
}

#[test]
fn what_is_no_single_line_is_refused() {
    for bytes in [&b""[..], b"\n", b"one\ntwo\n", b"\xff\xfe", &[b'a'; 1025]] {
        let refused = read(bytes, 0o600).unwrap_err();
        assert!(
            matches!(refused, KeysError::SecretUnusable { .. }),
            "{refused}"
        );
    }
}

#[test]
fn a_file_that_others_may_read_is_refused() {
    let refused = read(b"five long words of it", 0o640).unwrap_err();
    assert!(matches!(refused, KeysError::Exposed { .. }), "{refused}");
}
