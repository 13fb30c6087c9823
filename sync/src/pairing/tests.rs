use super::{
    Channel,
    proof::{Role, commitment, is_proved, proof},
};
use sideways_core::{command::InvitationSecret, id::DeviceId};

fn channel(exporter: u8, me: u8, remote: u8) -> Channel {
    Channel { exporter: [exporter; 32], me: DeviceId([me; 32]), remote: DeviceId([remote; 32]) }
}

/// Dana (1) joins at Alex (2).
const DANA: u8 = 1;
const ALEX: u8 = 2;
const MALLORY: u8 = 3;

#[test]
fn a_proof_fits_its_secret_channel_ends_and_role_and_nothing_else() {
    let secret = InvitationSecret([9; 16]);
    let danas = proof(&secret, &channel(7, DANA, ALEX), Role::Joiner);
    assert!(is_proved(&secret, &channel(7, ALEX, DANA), Role::Joiner, &danas));
    for (what, secret, channel, role) in [
        ("another secret", InvitationSecret([8; 16]), channel(7, ALEX, DANA), Role::Joiner),
        ("carried to another channel", secret.clone(), channel(8, ALEX, DANA), Role::Joiner),
        ("carried on by Mallory", secret.clone(), channel(7, ALEX, MALLORY), Role::Joiner),
        ("carried to Mallory", secret.clone(), channel(7, MALLORY, DANA), Role::Joiner),
        ("sent back to Dana", secret.clone(), channel(7, DANA, ALEX), Role::Inviter),
        ("sent back with the ends swapped", secret.clone(), channel(7, DANA, ALEX), Role::Joiner),
        ("as the inviter’s", secret.clone(), channel(7, ALEX, DANA), Role::Inviter),
    ] {
        assert!(!is_proved(&secret, &channel, role, &danas), "{what}");
    }
    let alexs = proof(&secret, &channel(7, ALEX, DANA), Role::Inviter);
    assert!(is_proved(&secret, &channel(7, DANA, ALEX), Role::Inviter, &alexs));
    assert_ne!(alexs, danas);
}

#[test]
fn a_promise_binds_to_one_nonce() {
    assert_eq!(commitment(&[1; 32]), commitment(&[1; 32]));
    assert_ne!(commitment(&[1; 32]), commitment(&[2; 32]));
}
