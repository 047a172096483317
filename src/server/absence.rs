//! A page of our own that says why there is no other.

use super::{Shared, inject};
use annai::diag::Text;
use annai::text;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Why there is no page to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absence {
    /// The site could not be built yet.
    NoSite,
    /// The site cannot be built for the day that was asked for.
    NoSiteOfDay,
    /// What was asked for is no day.
    NoDay,
    /// The page has no form that is sent.
    NoForm,
    /// What was sent does not come from a form as ours are.
    NotSentAsForm,
    /// The page that has sent it does not want to be known.
    HiddenPage,
    /// What was sent is longer than anything that people type.
    FormTooLong,
    /// We failed.
    Fault,
}

impl Absence {
    const fn status(self) -> StatusCode {
        match self {
            Self::NoSite | Self::NoSiteOfDay => StatusCode::SERVICE_UNAVAILABLE,
            Self::NoDay => StatusCode::BAD_REQUEST,
            Self::NoForm => StatusCode::NOT_FOUND,
            Self::NotSentAsForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::HiddenPage => StatusCode::FORBIDDEN,
            Self::FormTooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(self) -> Text {
        match self {
            Self::NoSite => text!(
                "まだ表示できるページがありません",
                "There is no page to show yet"
            ),
            Self::NoSiteOfDay => text!(
                "この日のサイトは作れません",
                "The site cannot be built for this day"
            ),
            Self::NoDay => text!("日付を読み取れません", "This is no day"),
            Self::NoForm => text!(
                "このページに、送信するフォームはありません",
                "This page has no form to send"
            ),
            Self::NotSentAsForm => text!(
                "フォームとして読み取れません",
                "This cannot be read as a form"
            ),
            Self::HiddenPage => text!(
                "どのページから送信されたかが分かりません",
                "The form does not say which page it comes from"
            ),
            Self::FormTooLong => text!("入力が長すぎます", "Too much was typed in"),
            Self::Fault => text!("annai 自身の不具合です", "annai itself failed"),
        }
    }

    /// What to do about it.
    fn remedy(self) -> Text {
        match self {
            Self::NoSite => text!(
                "右下の「プレビュー」にあるエラーを直して保存すると、ここにサイトが表示されます。",
                "Mend the errors listed under “Preview” and save: the site will show here."
            ),
            Self::NoSiteOfDay => text!(
                "右下の「プレビュー」にあるエラーを直すか、別の日を選んでください。",
                "Mend the errors listed under “Preview”, or choose another day."
            ),
            Self::NoDay => text!(
                "アドレスの as-of= の後に、2024-04-10 か 2024-04-09T17:00 の形で、実在する日付か日時を書いてください。",
                "Write an existing day like 2024-04-10, or a minute like 2024-04-09T17:00, after as-of= in the address."
            ),
            Self::NoForm => text!(
                "何も送信していません。ファイルの [form] の endpoint が消されていないか、確かめてください。",
                "Nothing was sent. Look whether the `endpoint` of `[form]` is still in its file."
            ),
            Self::NotSentAsForm => text!(
                "何も送信していません。ページのひな形の <form> に enctype を書かないでください。",
                "Nothing was sent. Leave `enctype` out of the <form> in the template of the page."
            ),
            Self::HiddenPage => text!(
                "何も送信していません。ページのひな形に <meta name=\"referrer\" content=\"no-referrer\"> か rel=\"noreferrer\" があれば、消してください。プレビューは、自分のページからの送信だけを受け取ります。",
                "Nothing was sent. If the template of the page has <meta name=\"referrer\" content=\"no-referrer\"> or rel=\"noreferrer\", leave it out: the preview takes forms from its own pages only."
            ),
            Self::FormTooLong => text!(
                "何も送信していません。プレビューで確かめられるのは、1 MiB（1,048,576 バイト）までです。",
                "Nothing was sent. The preview looks at 1 MiB (1,048,576 bytes) at most."
            ),
            Self::Fault => text!(
                "annai serve を動かしている画面の表示を添えて、開発者に知らせてください。",
                "Please report what stands on the screen where annai serve runs."
            ),
        }
    }
}

/// The page, with the window in it where that can help.
pub(super) fn page(
    shared: &Shared,
    absence: Absence,
    shown: Option<&inject::Shown<'_>>,
) -> Response {
    let language = shared.desk.language;
    let say = |text: &Text| inject::escaped(text.in_language(language));
    let (title, remedy) = (say(&absence.title()), say(&absence.remedy()));
    let tag = language.tag();
    let html = format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><link rel=\"stylesheet\" href=\"/.annai/page.css\"></head>\
         <body><main><h1>{title}</h1><p>{remedy}</p></main></body></html>"
    );
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    let page = shown.map(|shown| inject::into_page(html.as_bytes(), shown));
    let page = page.unwrap_or_else(|| html.into_bytes());
    (absence.status(), kind, page).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_said_in_japanese() {
        let pages = [
            Absence::NoSite,
            Absence::NoSiteOfDay,
            Absence::NoDay,
            Absence::NoForm,
            Absence::NotSentAsForm,
            Absence::HiddenPage,
            Absence::FormTooLong,
            Absence::Fault,
        ];
        let said = pages.map(|one| format!("{}。{}", one.title().japanese, one.remedy().japanese));
        assert_eq!(
            said,
            [
                "まだ表示できるページがありません。右下の「プレビュー」にあるエラーを直して保存すると、ここにサイトが表示されます。",
                "この日のサイトは作れません。右下の「プレビュー」にあるエラーを直すか、別の日を選んでください。",
                "日付を読み取れません。アドレスの as-of= の後に、2024-04-10 か 2024-04-09T17:00 の形で、実在する日付か日時を書いてください。",
                "このページに、送信するフォームはありません。何も送信していません。ファイルの [form] の endpoint が消されていないか、確かめてください。",
                "フォームとして読み取れません。何も送信していません。ページのひな形の <form> に enctype を書かないでください。",
                "どのページから送信されたかが分かりません。何も送信していません。ページのひな形に <meta name=\"referrer\" content=\"no-referrer\"> か rel=\"noreferrer\" があれば、消してください。プレビューは、自分のページからの送信だけを受け取ります。",
                "入力が長すぎます。何も送信していません。プレビューで確かめられるのは、1 MiB（1,048,576 バイト）までです。",
                "annai 自身の不具合です。annai serve を動かしている画面の表示を添えて、開発者に知らせてください。",
            ]
        );
    }
}
