//! Narrative XHTML and plain text, both ways. Only text comes out: markup of foreign notes is
//! never handed to a screen.

/// The text of an XHTML narrative: tags gone, entities decoded, blocks on lines of their own.
#[must_use]
pub fn text_of_xhtml(div: &str) -> String {
    let mut text = String::with_capacity(div.len());
    let mut rest = div;
    while let Some((before, tail)) = rest.split_once('<') {
        push_decoded(&mut text, before);
        let Some((tag, after)) = split_tag(tail) else {
            rest = "";
            break;
        };
        if !text.is_empty() {
            push_break(&mut text, tag);
        }
        rest = after;
    }
    push_decoded(&mut text, rest);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// Plain text as an XHTML `div` fit for FHIR narrative: escaped, one `p` a paragraph, `br` a line.
#[must_use]
pub fn xhtml_of_text(text: &str) -> String {
    let mut div = String::with_capacity(text.len() + 64);
    div.push_str("<div xmlns=\"http://www.w3.org/1999/xhtml\">");
    let text = text.replace("\r\n", "\n");
    for paragraph in text
        .split("\n\n")
        .map(|p| p.trim_matches('\n'))
        .filter(|p| !p.is_empty())
    {
        div.push_str("<p>");
        for (at, line) in paragraph.split('\n').enumerate() {
            if at > 0 {
                div.push_str("<br/>");
            }
            push_escaped(&mut div, line);
        }
        div.push_str("</p>");
    }
    div.push_str("</div>");
    div
}

/// The tag's text and what follows it; comments are skipped whole.
fn split_tag(tail: &str) -> Option<(&str, &str)> {
    match tail.strip_prefix("!--") {
        Some(comment) => comment.split_once("-->"),
        None => tail.split_once('>'),
    }
}

fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches('/');
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default()
}

/// A line break for `br` and for blocks, an empty line before a paragraph, a space between cells.
fn push_break(text: &mut String, tag: &str) {
    let broken = text.ends_with('\n');
    match tag_name(tag) {
        "br" if !text.ends_with("\n\n") => text.push('\n'),
        "p" if !tag.starts_with('/') && !text.ends_with("\n\n") => {
            text.push_str(if broken { "\n" } else { "\n\n" });
        }
        _ if ends_a_line(tag) && !broken => text.push('\n'),
        "td" | "th" if !broken && !text.ends_with(' ') => text.push(' '),
        _ => {}
    }
}

fn ends_a_line(tag: &str) -> bool {
    matches!(
        tag_name(tag),
        "p" | "br"
            | "div"
            | "li"
            | "ul"
            | "ol"
            | "tr"
            | "table"
            | "thead"
            | "tbody"
            | "hr"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "dt"
            | "dd"
            | "blockquote"
            | "pre"
    )
}

/// Appends text with entities decoded; line breaks inside XHTML text are kept, as many senders put
/// plain text there.
fn push_decoded(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('&') {
        out.push_str(before);
        let entity = tail.split_once(';').filter(|(name, _)| name.len() <= 8);
        match entity.and_then(|(name, after)| decoded(name).map(|c| (c, after))) {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
}

fn decoded(name: &str) -> Option<char> {
    let named = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "deg" => '°',
        "micro" => 'µ',
        "ndash" => '–',
        "mdash" => '—',
        _ => return decoded_number(name),
    };
    Some(named)
}

fn decoded_number(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code).filter(|c| !c.is_control() || *c == '\n')
}

/// Escapes for XHTML; characters XML forbids are left out.
fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}
