//! Letters of every script: what a font can draw is drawn, and what none can is a box, never a gap.

use eframe::egui::{Context, FontFamily, FontId, Theme, text::LayoutJob};
use egui_system_font_provider::SystemFontProvider;

/// Words of scripts, signs and pictures that none of the program's own fonts has, one of each.
const WORDS: [(&str, &str); 12] = [
    ("Korean", "한국어"),
    ("Hindi", "हिन्दी"),
    ("Thai", "ภาษาไทย"),
    ("Japanese", "日本語"),
    ("Arabic", "سلام"),
    ("Hebrew", "שלום"),
    ("Georgian", "ქართული"),
    ("Amharic", "አማርኛ"),
    ("Tamil", "தமிழ்"),
    ("pictures", "🦀👩‍👧🇸🇪"),
    ("rare Han", "𠀀𪚥"),
    ("nobody’s", "\u{10FFF0}\u{378}"),
];

fn families() -> [FontFamily; 2] {
    [FontFamily::Proportional, FontFamily::Name("semibold".into())]
}

/// A context with the window's own fonts, which draws a box where a letter is missing; and with what else is put in.
fn context(more: impl FnOnce(&Context)) -> Context {
    let mut harness = egui_kittest::Harness::builder().allow_missing_glyphs().with_theme(Theme::Light).build_ui(|ui| {
        sideways::window::gallery(ui);
    });
    sideways::window::draw_boxes(&harness.ctx);
    more(&harness.ctx);
    // Fonts count from the next frame on.
    harness.run_steps(2);
    harness.ctx.clone()
}

/// How much room the glyphs of a text take, and how many of them show nothing. A sign that is a part of the letter
/// before it takes no room of its own.
fn drawn(ctx: &Context, text: &str, family: FontFamily) -> (f32, usize) {
    ctx.fonts_mut(|fonts| {
        let job = LayoutJob::simple_singleline(text.into(), FontId::new(14.0, family), eframe::egui::Color32::BLACK);
        let galley = fonts.layout_job(job);
        let glyphs = galley.rows.iter().flat_map(|row| &row.glyphs);
        let empty = glyphs
            .filter(|glyph| glyph.uv_rect.is_nothing() && glyph.advance_width > 0.0 && !glyph.chr.is_whitespace())
            .count();
        (galley.size().x, empty)
    })
}

#[test]
fn what_nothing_can_draw_is_a_box_and_never_a_gap() {
    let ctx = context(|_| {});
    for (what, text) in WORDS {
        for family in families() {
            let (width, empty) = drawn(&ctx, text, family.clone());
            assert!(width >= 7.0 && empty == 0, "{what} in {family:?}: {width} wide, {empty} of it empty");
        }
    }
}

/// Where fontconfig is, which finds the fonts of a Linux system; without it there are none.
const FONTCONFIG: [&str; 5] =
    ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib"];
/// A letter that only the test's own font has.
const KO_KAI: char = 'ก';

/// Fontconfig reads which folders there are once in a process, so this test runs itself again in one of its own.
#[test]
fn letters_that_a_font_of_the_system_has_are_drawn_with_it() {
    if std::env::var_os("FONTCONFIG_FILE").is_some_and(|file| file.to_string_lossy().ends_with("only-this-font.conf")) {
        return draws_with_the_font_of_the_system();
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("fonts")).unwrap();
    std::fs::write(at("fonts/ko-kai.ttf"), a_font(KO_KAI)).unwrap();
    let (fonts, cache) = (at("fonts"), at("cache"));
    let config = format!(
        "<?xml version=\"1.0\"?><fontconfig><dir>{}</dir><cachedir>{}</cachedir></fontconfig>",
        fonts.display(),
        cache.display()
    );
    std::fs::write(at("only-this-font.conf"), config).unwrap();
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "fonts::letters_that_a_font_of_the_system_has_are_drawn_with_it"]);
    let done = again.env("FONTCONFIG_FILE", at("only-this-font.conf")).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
}

fn draws_with_the_font_of_the_system() {
    let ctx = context(|ctx| ctx.add_font_provider(std::sync::Arc::new(SystemFontProvider::new())));
    let fontconfig = FONTCONFIG.iter().any(|folder| std::path::Path::new(folder).join("libfontconfig.so.1").exists());
    for family in families() {
        let (width, empty) = drawn(&ctx, &KO_KAI.to_string(), family.clone());
        assert!(width >= 7.0 && empty == 0, "{family:?}");
        let (has, other) =
            ctx.fonts_mut(|fonts| (fonts.has_glyph(&font(&family), KO_KAI), fonts.has_glyph(&font(&family), 'ཀ')));
        assert_eq!((has, other), (fontconfig && cfg!(target_os = "linux"), false), "{family:?}");
    }
}

fn font(family: &FontFamily) -> FontId {
    FontId::new(14.0, family.clone())
}

/// A font in which that letter is a square, and nothing else is anything.
fn a_font(letter: char) -> Vec<u8> {
    let words = |of: &[i32]| -> Vec<u8> { of.iter().flat_map(|it| (*it as u16).to_be_bytes()).collect() };
    let code = u32::from(letter) as i32;
    let square = [1, 0, 0, 500, 700, 3, 0, 0x0101, 0x0101, 0, 500, 0, -500, 0, 0, 700, 0];
    let glyph = words(&square);
    let half = (glyph.len() / 2) as i32;
    let mut head = words(&[1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0x000B, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 500, 700]);
    head.extend(words(&[0, 8, 2, 0, 0]));
    let hhea = words(&[1, 0, 800, -200, 0, 600, 0, 0, 500, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
    let maxp = words(&[1, 0, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    let cmap =
        [words(&[0, 1, 3, 1, 0, 12]), words(&[4, 32, 0, 4, 4, 1, 0, code, 0xFFFF, 0, code, 0xFFFF, 1 - code, 1, 0, 0])]
            .concat();
    let (family, plain) = ("Sidetest", "Regular");
    let letters = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let text = [letters(family), letters(plain)].concat();
    let (long, short) = (letters(family).len() as i32, letters(plain).len() as i32);
    let mut name = words(&[0, 3, 6 + 12 * 3]);
    for (what, length, from) in [(1, long, 0), (2, short, long), (4, long, 0)] {
        name.extend(words(&[3, 1, 0x409, what, length, from]));
    }
    name.extend(text);
    let post = words(&[3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let tables: [(&[u8; 4], Vec<u8>); 9] = [
        (b"cmap", cmap),
        (b"glyf", [glyph.clone(), glyph].concat()),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", words(&[600, 50, 600, 50])),
        (b"loca", words(&[0, half, 2 * half])),
        (b"maxp", maxp),
        (b"name", name),
        (b"post", post),
    ];
    let mut file = words(&[1, 0, 9, 128, 3, 16]);
    let mut offset = 12 + 16 * tables.len();
    for (tag, table) in &tables {
        file.extend(*tag);
        file.extend(0_u32.to_be_bytes());
        file.extend((offset as u32).to_be_bytes());
        file.extend((table.len() as u32).to_be_bytes());
        offset += table.len().next_multiple_of(4);
    }
    for (_, mut table) in tables {
        table.resize(table.len().next_multiple_of(4), 0);
        file.extend(table);
    }
    file
}
