//! The form of a page, as front matter declares it.

use super::front_matter::one_of;
use super::phrase::{Phrase, Piece};
use crate::diag::{Diagnostic, code, text};
use crate::form::{Kind, NAMES, TRAP};
use crate::path::is_web_address;
use crate::value::{Key, Reader, Shape, Spanned, Type};

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent to, if it can be sent: an address that begins with `https://`.
    pub endpoint: Option<String>,
    /// A link to what happens with personal data.
    pub privacy: Option<Phrase>,
    /// Where the text is mailed to, if it cannot be sent: a reference to a fact.
    pub mail: Option<Phrase>,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name under which it is sent.
    pub name: Spanned<String>,
    /// What it is called.
    pub label: Phrase,
    /// The kind of field.
    pub kind: &'static Kind,
    /// Whether it must not be left empty.
    pub is_required: bool,
    /// What helps to fill it in, such as an example.
    pub help: Option<Phrase>,
    /// The most characters.
    pub max_length: usize,
    /// Of a selection: what it can be.
    pub options: Vec<Phrase>,
}

/// No field takes more characters than this.
const LONGEST: i64 = 20_000;

/// The keys of `[form]`.
pub(super) const SHAPE: Shape = Shape::of(&[
    Key::new(
        "endpoint",
        Type::Text,
        "送信先のアドレス（https）。ないときは送信せず、電話でのお問い合わせと、控えの文面になります",
        "where the form is sent to (https); without it, it becomes the phone and a text to copy",
        &["\"https://example.jp/contact\""],
    ),
    Key::new(
        "privacy",
        Type::Text,
        "個人情報の取扱いのページ（endpoint があるときは必要です）",
        "the page on personal data; needed with an `endpoint`",
        &["\"../privacy.md\""],
    ),
    Key::new(
        "mail",
        Type::Text,
        "endpoint がないときの、メールの宛先（メールアドレスの事実の名前）",
        "without `endpoint`: where to mail to, as a reference to an `email` fact",
        &["\"{{ support_mail }}\""],
    ),
    Key::new(
        "fields",
        Type::List(&Type::Table(&FIELD)),
        "入力欄",
        "the fields",
        &[],
    )
    .required(),
]);

const FIELD: Shape = Shape::of(&[
    Key::new(
        "name",
        Type::Text,
        "送信される名前（半角の英小文字で始め、英小文字・数字・「-」「_」）",
        "the name under which it is sent: a small letter, then small letters, digits, `-`, `_`",
        &["\"tel\""],
    )
    .required(),
    Key::new(
        "label",
        Type::Text,
        "入力欄の見出し",
        "what it is called",
        &["\"電話番号\""],
    )
    .required(),
    Key::new(
        "type",
        Type::Choice(&NAMES),
        "入力欄の種類（書かなければ text）",
        "the kind of field; `text` if left out",
        &["\"phone\""],
    ),
    Key::new(
        "required",
        Type::Boolean,
        "必須かどうか",
        "whether it must be filled in",
        &["true"],
    ),
    Key::new(
        "help",
        Type::Text,
        "入力の助けになる説明や例",
        "what helps to fill it in, such as an example",
        &["\"日中につながる番号\""],
    ),
    Key::new(
        "options",
        Type::List(&Type::Text),
        "選択肢（type が select のとき）",
        "what a `select` can be",
        &["[\"事業所\", \"その他\"]"],
    ),
    Key::new(
        "max_length",
        Type::Integer,
        "文字数の上限",
        "the most characters",
        &["100"],
    ),
]);

/// Reads the table at `form`. One without fields is no form.
pub(super) fn read(reader: &mut Reader<'_, '_>) -> Option<Form> {
    let mut reader = reader.table("form")?;
    let endpoint = endpoint(&mut reader);
    let privacy = Phrase::optional(&mut reader, "privacy");
    let mail = mail(&mut reader);
    let fields = reader.tables("fields", field);
    if let (Some(endpoint), None) = (&endpoint, &privacy) {
        let place = reader.place(endpoint.span);
        let message = text!(
            "「privacy」がありません（送信する入力欄には個人情報の取扱いへのリンクが必要です）",
            "`privacy` is missing; a form that is sent needs a link to what happens with personal data"
        );
        reader.report(Diagnostic::new(code::MISSING_KEY, place, message).help(text!(
            "[form] の下に「privacy = \"../privacy.md\"」のように、個人情報の取扱いのページを書いてください",
            "write the page on personal data below `[form]`, like `privacy = \"../privacy.md\"`"
        )));
    }
    doubles(&mut reader, &fields);
    reader.finish();
    let endpoint = endpoint.map(|endpoint| endpoint.value);
    (!fields.is_empty()).then_some(Form {
        endpoint,
        privacy,
        mail,
        fields,
    })
}

fn endpoint(reader: &mut Reader<'_, '_>) -> Option<Spanned<String>> {
    let endpoint = reader.spanned::<String>("endpoint")?;
    // What stands here goes into a policy, where other signs would have a meaning.
    let is_plain = endpoint.value.is_ascii() && !endpoint.value.contains([';', ',', '\'']);
    let is_secure = endpoint.value.starts_with("https://");
    if is_secure && is_plain && is_web_address(&endpoint.value) {
        return Some(endpoint);
    }
    let message = text!(
        "フォームの送信先にできないアドレスです",
        "this is no address that a form can be sent to"
    );
    let help = text!(
        "「https://」で始まる半角のアドレスを書いてください。まだないときは、この行を消してください",
        "write an ASCII address that begins with `https://`, or delete the line if there is none yet"
    );
    reader.invalid(endpoint.span, message, help);
    None
}

/// Where to mail to: nothing but a reference, so that the address is stated once.
fn mail(reader: &mut Reader<'_, '_>) -> Option<Phrase> {
    let node = reader.node("mail")?;
    let known = reader.diagnostics().len();
    let mail = Phrase::read(reader, node)?;
    let typed = match &mail.pieces[..] {
        [Piece::Fact(_)] => return Some(mail),
        [Piece::Words(words)] => Some(words.text.as_str()),
        _ => None,
    };
    if reader.diagnostics().len() > known {
        return None;
    }
    let address = typed.filter(|typed| typed.contains('@'));
    let address = address.unwrap_or("support@example.jp");
    let message = text!(
        "メールの宛先には、事実の名前を一つだけ書きます",
        "where to mail to is one reference to a fact, and nothing else"
    );
    let help = text!(
        "site.toml の [facts.support_mail] に「email = \"{address}\"」のように書き、ここには「mail = \"{{{{ support_mail }}}}\"」と書いてください",
        "state it in site.toml, like `email = \"{address}\"` below `[facts.support_mail]`, and write `mail = \"{{{{ support_mail }}}}\"` here"
    );
    reader.invalid(mail.span, message, help);
    None
}

fn field(mut reader: Reader<'_, '_>) -> Option<Field> {
    let name = name(&mut reader);
    let label = Phrase::optional(&mut reader, "label");
    let typed = reader.spanned::<String>("type");
    let kind = match &typed {
        None => Kind::named("text"),
        Some(typed) => kind(&mut reader, typed),
    };
    let is_required = reader.get("required").unwrap_or(false);
    let help = Phrase::optional(&mut reader, "help");
    let max_length = max_length(&mut reader);
    let options = options(&mut reader, kind);
    reader.finish();
    let kind = kind?;
    Some(Field {
        name: name?,
        label: label?,
        kind,
        is_required,
        help,
        max_length: max_length.unwrap_or(kind.max_length),
        options,
    })
}

fn name(reader: &mut Reader<'_, '_>) -> Option<Spanned<String>> {
    let name = reader.spanned::<String>("name")?;
    let may_stand = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    let starts_well = name.value.starts_with(|c: char| c.is_ascii_lowercase());
    if starts_well && name.value.chars().all(may_stand) && name.value != TRAP {
        return Some(name);
    }
    let typed = &name.value;
    let message = text!(
        "「{typed}」は、入力欄の名前（name）に使えません",
        "`{typed}` cannot be the name of a field"
    );
    let help = text!(
        "「tel」「mail-address」のように、半角の英小文字で始めてください（「{TRAP}」は使えません）",
        "begin with a small letter, like `tel` or `mail-address`; `{TRAP}` is taken"
    );
    reader.invalid(name.span, message, help);
    None
}

fn kind(reader: &mut Reader<'_, '_>, typed: &Spanned<String>) -> Option<&'static Kind> {
    let message = |typed: &str| {
        text!(
            "「{typed}」という入力欄の種類（type）はありません",
            "there is no kind of field `{typed}`"
        )
    };
    let kind = Kind::named(&typed.value);
    one_of(reader, typed, kind, &NAMES, message).map(|kind| kind.value)
}

fn max_length(reader: &mut Reader<'_, '_>) -> Option<usize> {
    let length = reader.spanned::<i64>("max_length")?;
    if (1..=LONGEST).contains(&length.value) {
        return usize::try_from(length.value).ok();
    }
    let message = text!(
        "文字数の上限にできない数です",
        "this cannot be the most characters of a field"
    );
    let help = text!(
        "1から{LONGEST}までの数を書いてください",
        "write a number from 1 to {LONGEST}"
    );
    reader.invalid(length.span, message, help);
    None
}

fn options(reader: &mut Reader<'_, '_>, kind: Option<&'static Kind>) -> Vec<Phrase> {
    let is_select = kind.is_some_and(Kind::has_options);
    let mut options = Vec::new();
    let Some(node) = reader.node("options") else {
        if is_select {
            let place = reader.place(reader.span());
            let message = text!("選択肢がありません", "there is nothing to select");
            reader.report(
                Diagnostic::new(code::MISSING_KEY, place, message).help(text!(
                    "「options = [\"事業所\", \"その他\"]」のように、選択肢を書いてください",
                    "write what it can be, like `options = [\"office\", \"other\"]`"
                )),
            );
        }
        return options;
    };
    for item in reader.items("options", node) {
        options.extend(Phrase::read(reader, item));
    }
    let help = text!(
        "「options = [\"事業所\", \"その他\"]」は type = \"select\" の入力欄に、一つ以上書いてください",
        "write `options = [\"office\", \"other\"]` with at least one, and only with `type = \"select\"`"
    );
    if kind.is_some() && !is_select {
        let message = text!(
            "この種類の入力欄には、選択肢を付けられません",
            "a field of this kind has no options"
        );
        reader.invalid(node.span, message, help);
    } else if matches!(&node.value, crate::value::Value::Array(list) if list.is_empty()) {
        let message = text!("選択肢がありません", "there is nothing to select");
        reader.invalid(node.span, message, help);
    }
    options
}

fn doubles(reader: &mut Reader<'_, '_>, fields: &[Field]) {
    let mut seen = std::collections::BTreeSet::new();
    for field in fields {
        let name = &field.name.value;
        if seen.insert(name) {
            continue;
        }
        let message = text!(
            "「{name}」という名前の入力欄が二つあります",
            "two fields are called `{name}`"
        );
        let help = text!(
            "どちらかの name を別の名前にしてください",
            "give one of them another `name`"
        );
        reader.invalid(field.name.span, message, help);
    }
}

impl Form {
    /// All phrases that people read.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.fields.iter().flat_map(|field| {
            std::iter::once(&field.label)
                .chain(&field.help)
                .chain(&field.options)
        })
    }
}
