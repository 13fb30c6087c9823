//! Letters of every script: what a font can draw is drawn, and what none can is a box, never a gap.

use eframe::egui::{Context, FontFamily, FontId, Theme, text::LayoutJob};

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

/// A context with the window's own fonts, which draws a box where a letter is missing.
fn context() -> Context {
    let mut harness = egui_kittest::Harness::builder().allow_missing_glyphs().with_theme(Theme::Light).build_ui(|ui| {
        sideways::window::gallery(ui);
    });
    harness.run_steps(2);
    harness.ctx.clone()
}

/// How much room the glyphs of a text take, and how many of them show nothing.
fn drawn(ctx: &Context, text: &str, family: FontFamily) -> (f32, usize) {
    ctx.fonts_mut(|fonts| {
        let job = LayoutJob::simple_singleline(text.into(), FontId::new(14.0, family), eframe::egui::Color32::BLACK);
        let galley = fonts.layout_job(job);
        let glyphs = galley.rows.iter().flat_map(|row| &row.glyphs);
        let empty = glyphs.filter(|glyph| glyph.uv_rect.is_nothing() && !glyph.chr.is_whitespace()).count();
        (galley.size().x, empty)
    })
}

#[test]
fn what_nothing_can_draw_is_a_box_and_never_a_gap() {
    let ctx = context();
    for (what, text) in WORDS {
        for family in families() {
            let (width, empty) = drawn(&ctx, text, family.clone());
            assert!(width >= 7.0 && empty == 0, "{what} in {family:?}: {width} wide, {empty} of it empty");
        }
    }
}
