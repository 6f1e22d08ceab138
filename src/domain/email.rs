//! What is an e-mail address that letters can be sent to.

/// Longest address that a mail server must take (RFC 5321, 4.5.3.1.3, without the angle brackets).
const LONGEST: usize = 254;

/// Whether a text is an address of the plain form `name@host.top`: words of ASCII with dots between them. Quoted names and
/// addresses in other letters are not, since most servers on the way refuse them.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    let in_name = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let in_host = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let words = |text: &str, is: &dyn Fn(char) -> bool| {
        text.split('.')
            .all(|word| !word.is_empty() && word.chars().all(is))
    };
    let labels_fit =
        |label: &str| !label.starts_with('-') && !label.ends_with('-') && label.len() < 64;
    text.len() <= LONGEST
        && name.len() <= 64
        && words(name, &in_name)
        && words(host, &in_host)
        && host.contains('.')
        && host.split('.').all(labels_fit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_at_a_host_is_an_address_and_other_texts_are_not() {
        for right in ["a@b.cn", "first.last+x@mail.example.org", "10086@qq.com"] {
            assert!(is_address(right), "{right}");
        }
        for wrong in [
            "",
            "a",
            "a@",
            "@b.cn",
            "a@b",
            "a@b.",
            "a@.cn",
            "a b@c.cn",
            "a@b@c.cn",
            "a..b@c.cn",
            "名@b.cn",
            "a@名.cn",
            "a@-b.cn",
            "<a@b.cn>",
            "a@b.cn;c@d.cn",
            "a@b.cn\r\n",
        ] {
            assert!(!is_address(wrong), "{wrong}");
        }
        assert!(!is_address(&format!("{}@b.cn", "a".repeat(65))));
    }
}
