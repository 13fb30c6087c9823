use super::*;
use crate::entropy::Entropy;
use std::io::{Read, Write};

fn sealed(plain: &[u8], to: &Identity) -> Vec<u8> {
    let mut writer = Encrypter::new(Vec::new(), &[*to.public()], None, &mut Entropy::new([3; 32])).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap()
}

fn opened(file: &[u8], with: &Identity) -> Result<Vec<u8>, String> {
    let mut reader = Decrypter::new(file, with).map_err(|e| format!("{e:?}"))?;
    let mut plain = Vec::new();
    reader.read_to_end(&mut plain).map_err(|e| e.to_string())?;
    Ok(plain)
}

#[test]
fn what_was_sealed_opens_at_every_length_around_a_chunk() {
    let me = Identity::new(&[7; 32]);
    for len in [0, 1, 15, 16, 65_535, 65_536, 65_537, 131_072, 200_000] {
        let plain: Vec<u8> = (0..len).map(|n| (n % 251) as u8).collect();
        assert!(opened(&sealed(&plain, &me), &me).unwrap() == plain, "{len}");
    }
    assert_eq!(opened(&sealed(b"words", &me), &Identity::new(&[8; 32])).unwrap_err(), "NotForMe([])");
}

#[test]
fn a_file_for_several_opens_for_each_and_tells_others_only_its_hint() {
    let all: Vec<Identity> = (1..=16).map(|n| Identity::new(&[n; 32])).collect();
    let to: Vec<[u8; 32]> = all.iter().map(|it| *it.public()).chain([[0; 32]]).collect();
    for hint in [vec![], vec![7; 1], vec![7; 48], vec![7; 144], vec![7; 145]] {
        let mut writer = Encrypter::new(Vec::new(), &to, Some(&hint), &mut Entropy::new([4; 32])).unwrap();
        writer.write_all(b"words").unwrap();
        let file = writer.finish().unwrap();
        for one in &all {
            assert_eq!(opened(&file, one).unwrap(), b"words");
        }
        let told = match Decrypter::new(file.as_slice(), &Identity::new(&[99; 32])) {
            Err(HeaderError::NotForMe(told)) => told,
            _ => panic!("it opened for somebody else"),
        };
        assert_eq!(told, hint);
    }
    // For a key that is none, nothing is wrapped: everybody could unwrap it.
    let file = Encrypter::new(Vec::new(), &[[0; 32]], None, &mut Entropy::new([4; 32])).unwrap().finish().unwrap();
    assert!(!String::from_utf8_lossy(&file).contains("X25519"));
}

#[test]
fn whatever_is_changed_left_out_or_added_is_noticed() {
    let me = Identity::new(&[7; 32]);
    let plain: Vec<u8> = (0..140_000_u32).map(|n| (n % 251) as u8).collect();
    let file = sealed(&plain, &me);
    for cut in (0..file.len()).step_by(997).chain([file.len() - 1, file.len() - 17]) {
        assert!(opened(&file[..cut], &me).is_err(), "cut at {cut}");
    }
    for at in (0..400).chain((400..file.len()).step_by(1_013)) {
        let mut changed = file.clone();
        changed[at] ^= 4;
        assert!(opened(&changed, &me).is_err(), "byte {at}");
    }
    assert!(opened(&[file.as_slice(), b"x"].concat(), &me).is_err());
    assert!(opened(&[file.as_slice(), &file[..65_552]].concat(), &me).is_err());
}

#[test]
fn a_header_without_an_end_takes_no_memory() {
    let me = Identity::new(&[7; 32]);
    let begin = b"age-encryption.org/v1\n".as_slice();
    let endless = std::io::repeat(b'A');
    assert!(matches!(Decrypter::new(begin.chain(endless), &me), Err(HeaderError::Damaged)));
    assert!(matches!(Decrypter::new(std::io::repeat(b'A'), &me), Err(HeaderError::NotAge)));
    let many = [begin, &b"-> x\nAAAA\n".repeat(5_000), b"--- AAAA\n"].concat();
    assert!(matches!(Decrypter::new(many.as_slice(), &me), Err(HeaderError::Damaged)));
    assert!(matches!(Decrypter::new(b"PK\x03\x04".as_slice(), &me), Err(HeaderError::NotAge)));
}

/// The example of BIP 173's checksum in age's own documentation: a key and the recipient that belongs to it.
#[test]
fn keys_are_written_as_age_writes_them() {
    let secret =
        decoded("AGE-SECRET-KEY-", "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");
    assert_eq!(secret, Some([0x42; 32]));
    let public = encoded("age", Identity::new(&[0x42; 32]).public());
    assert_eq!(public, "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj");
    assert_eq!(decoded("age", &public), Some(*Identity::new(&[0x42; 32]).public()));
    for at in 0..public.len() {
        let mut wrong: Vec<u8> = public.bytes().collect();
        wrong[at] = if wrong[at] == b'q' { b'p' } else { b'q' };
        assert_eq!(decoded("age", std::str::from_utf8(&wrong).unwrap()), None, "{at}");
    }
}
