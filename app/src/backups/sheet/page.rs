//! One page of PDF, A4, with the fonts that every reader has.

/// Points from the left edge, and to the right one.
const LEFT: f32 = 64.0;
const WIDTH: f32 = 467.0;
const TOP: f32 = 780.0;
const BOTTOM: f32 = 48.0;

/// Which letters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    Plain,
    Bold,
    Fixed,
}

impl Font {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "F1",
            Self::Bold => "F2",
            Self::Fixed => "F3",
        }
    }
}

/// What was put on the page so far, from its top.
pub(super) struct Page {
    content: Vec<u8>,
    y: f32,
}

impl Default for Page {
    fn default() -> Self {
        Self { content: Vec::new(), y: TOP }
    }
}

impl Page {
    pub(super) fn space(&mut self, points: f32) {
        self.y -= points;
    }

    pub(super) fn line(&mut self, font: Font, size: f32, text: &str) {
        self.y -= size * 1.4;
        self.put(font, size, LEFT, text);
    }

    /// A text over as many lines as it takes.
    pub(super) fn paragraph(&mut self, size: f32, text: &str) {
        // On the average a letter of Helvetica is half as wide as it is high.
        for line in wrapped(text, (WIDTH / (size * 0.5)) as usize) {
            self.line(Font::Plain, size, &line);
        }
    }

    /// Letters that are all equally wide, broken anywhere.
    pub(super) fn fixed(&mut self, size: f32, text: &str) {
        let fits = (WIDTH / (size * 0.6)) as usize;
        let letters: Vec<char> = text.chars().collect();
        // A path may be longer than a page.
        for line in letters.chunks(fits.max(1)).take(4) {
            self.line(Font::Fixed, size, &line.iter().collect::<String>());
        }
    }

    pub(super) fn columns(&mut self, size: f32, texts: &[String]) {
        self.y -= size * 1.6;
        for (nth, text) in texts.iter().enumerate() {
            self.put(Font::Fixed, size, LEFT + nth as f32 * (WIDTH / texts.len().max(1) as f32), text);
        }
    }

    fn put(&mut self, font: Font, size: f32, x: f32, text: &str) {
        if self.y < BOTTOM {
            return;
        }
        self.content.extend(format!("BT /{} {size} Tf {x:.1} {:.1} Td (", font.name(), self.y).bytes());
        self.content.extend(text.chars().flat_map(escaped));
        self.content.extend(b") Tj ET\n");
    }

    /// The whole file.
    pub(super) fn finish(self) -> Vec<u8> {
        let font =
            |name: &str| format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>");
        let content = [
            format!("<< /Length {} >>\nstream\n", self.content.len()).into_bytes(),
            self.content,
            b"endstream".to_vec(),
        ];
        let objects: [Vec<u8>; 7] = [
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R /F3 7 0 R >> >> >>".to_vec(),
            content.concat(),
            font("Helvetica").into_bytes(),
            font("Helvetica-Bold").into_bytes(),
            font("Courier").into_bytes(),
        ];
        let mut file = b"%PDF-1.4\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (nth, object) in objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            file.extend(format!("{} 0 obj\n", nth + 1).bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let at = file.len();
        file.extend(table.bytes());
        let count = objects.len() + 1;
        file.extend(format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n").bytes());
        file
    }
}

/// A letter as a byte of the page's own alphabet, which has those of western Europe; others are a question mark.
fn escaped(letter: char) -> Vec<u8> {
    match letter {
        '(' | ')' | '\\' => vec![b'\\', letter as u8],
        ' '..='~' | '\u{a0}'..='\u{ff}' => vec![letter as u32 as u8],
        '\u{2019}' => vec![0x92],
        '\u{2013}' => vec![0x96],
        _ => vec![b'?'],
    }
}

/// A text in lines of at most so many letters, broken between words.
pub(super) fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { continue };
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > letters {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
