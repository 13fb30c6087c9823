//! Windows: whether things move, which its settings keep in the user's registry; and notifications.

use super::Wish;
use std::{thread, time::Duration};
use tauri_winrt_notification::Toast;
use windows_registry::CURRENT_USER;

/// Who says it, as Windows knows programs apart; the installer and the window call it the same.
const ID: &str = "org.sideways.Sideways";
/// How often to look. The registry tells a program that asks in a way that nothing else here needs.
const LOOK: Duration = Duration::from_secs(5);

/// Tells whether things may move, now and whenever it changes.
pub(super) fn follow(mut tell: impl FnMut(Wish)) -> Result<(), Box<dyn std::error::Error>> {
    let settings = CURRENT_USER.open("Control Panel\\Desktop")?;
    let mut told = None;
    loop {
        let mask = settings.get_value("UserPreferencesMask")?;
        let wish = motion(&mask);
        if wish.is_some() && wish != told {
            wish.into_iter().for_each(&mut tell);
            told = wish;
        }
        thread::sleep(LOOK);
    }
}

/// The bit of "animate controls and elements inside windows" (`SPI_GETCLIENTAREAANIMATION`).
fn motion(mask: &[u8]) -> Option<Wish> {
    mask.get(4).map(|bits| if bits & 2 == 0 { Wish::Still } else { Wish::Moving })
}

pub(super) fn notify(says: &str) -> Result<(), Box<dyn std::error::Error>> {
    // Windows shows nothing of a program that it has no name for.
    CURRENT_USER.create(format!("Software\\Classes\\AppUserModelId\\{ID}"))?.set_string("DisplayName", "Sideways")?;
    Toast::new(ID).title("Sideways").text1(&crate::words::visible(says)).show()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_things_move_is_one_bit() {
        assert_eq!(motion(&[0x9e, 0x3e, 0x07, 0x80, 0x12, 0, 0, 0]), Some(Wish::Moving));
        assert_eq!(motion(&[0x90, 0x12, 0x07, 0x80, 0x10, 0, 0, 0]), Some(Wish::Still));
        assert_eq!(motion(&[0x90]), None);
    }
}
