//! What mail programs do to a text on its way, taken back as far as an invitation needs it.

/// The text without soft line breaks, percent signs, character references, marks of a page's lines and of who quoted
/// it.
///
/// What is taken back too much does no harm: an invitation has a checksum.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("=\r\n", "").replace("=\n", "");
    let lines: Vec<&str> = text.lines().map(without_quoting).collect();
    let text = references(&without_breaks(&lines.join("\n")));
    // A link inside another one is encoded once more than it was.
    percent(&percent(&text))
}

/// A line without `> ` before it, also where somebody's initials stand before that.
fn without_quoting(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some((before, after)) = rest.split_once(['>', '|'])
        && before.len() <= 3
        && before.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ')
    {
        rest = after.trim_start();
    }
    rest
}

/// A text without the marks by which web pages break lines.
fn without_breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let tag = after.find('>').filter(|end| *end <= 8).and_then(|end| after.get(..end));
        match tag.map(|tag| tag.trim_end_matches(['/', ' ']).to_ascii_lowercase()).as_deref() {
            Some("br" | "wbr") => rest = after.split_once('>').map_or("", |(_, after)| after),
            _ => {
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// `&lt;`, `&amp;`, `&#8203;` and the like: each is no letter of an invitation, so a blank does for it, but for those
/// that carry a link.
fn references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.find(';').filter(|end| *end <= 8);
        let name = end
            .and_then(|end| after.get(..end))
            .filter(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#') && !name.is_empty());
        match name {
            Some(name) => {
                out.push(match name.to_ascii_lowercase().as_str() {
                    "colon" | "#58" | "#x3a" => ':',
                    "sol" | "#47" | "#x2f" => '/',
                    _ => ' ',
                });
                rest = after.get(name.len() + 1..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// `%3A` as the character it stands for.
fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let code = after.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok()).filter(u8::is_ascii);
        match code {
            Some(code) => {
                out.push(char::from(code));
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mail_did_is_taken_back() {
        for (sent, meant) in [
            ("one=\r\ntwo", "onetwo"),
            ("> > one\n>two\nDR> three\n| four", "one\ntwo\nthree\nfour"),
            ("a%3Ab%0D%0Ac", "a:b\r\nc"),
            ("a%253Ab", "a:b"),
            ("100% sure, 5%x", "100% sure, 5%x"),
            ("&lt;a&#58;b&gt; & c;", " a:b  & c;"),
            ("not a quote > this", "not a quote > this"),
            ("%é", "%é"),
            ("a<br>b<wbr/>c<BR />d <b> e", "abcd <b> e"),
        ] {
            assert_eq!(plain(sent), meant, "{sent:?}");
        }
    }
}
