//! What the name of a file tells before anybody looks into it.

use super::kinds::{self, Kind};
use super::{WELL_KNOWN, ending};
use crate::source::Source;

/// What a name tells.
#[derive(Debug)]
pub(super) enum Named {
    /// A host reads it as orders.
    Steering,
    /// A browser or a host runs it, by this ending.
    Active(String),
    /// A key or a password.
    Secret,
    /// A database, or what a program left when it died.
    Dump,
    /// A document with macros, and the ending that it has without.
    Macros(&'static str),
    /// What was there before a change, or what is not all there yet.
    Unfinished,
    /// A picture that most browsers do not show.
    Unshown(String),
    /// A kind that is published.
    Known(&'static Kind),
    /// The site lets it in.
    LetIn,
    /// A text that programs ask for.
    WellKnown,
    /// There is no ending.
    Nothing,
    /// Something else.
    Unknown(String),
}

/// The files by which hosts are steered: Netlify and Cloudflare Pages, IIS, Apache, PHP, Vercel,
/// Azure, GitHub Pages, Firebase, Google App Engine, Heroku, AWS Amplify, Render, Fly, nginx,
/// Caddy, and what other hosts know under such names.
const STEERING: &[&str] = &[
    "_config.yml",
    "_headers",
    "_redirects",
    "_routes.json",
    "_worker.js",
    "_worker.bundle",
    "amplify.yml",
    "app.yaml",
    "app.yml",
    "app_offline.htm",
    "auth",
    "buildspec.yml",
    "caddyfile",
    "cname",
    "cors",
    "customhttp.yml",
    "customhttp.yaml",
    "deno.json",
    "dockerfile",
    "firebase.json",
    "fly.toml",
    "httpd.conf",
    "netlify.toml",
    "nginx.conf",
    "now.json",
    "package.json",
    "php.ini",
    "procfile",
    "render.yaml",
    "router",
    "routes.json",
    "serve.json",
    "static.json",
    "staticwebapp.config.json",
    "vercel.json",
    "web.config",
    "wrangler.json",
    "wrangler.jsonc",
    "wrangler.toml",
];

/// The endings of what a host runs.
const RUN_BY_HOSTS: &[&str] = &[
    "ascx", "ashx", "asmx", "asp", "aspx", "axd", "cer", "cfm", "cfml", "cgi", "fcgi", "htaccess",
    "htpasswd", "jsp", "jspx", "lua", "phar", "php", "php3", "php4", "php5", "php7", "php8",
    "phps", "pht", "phtml", "pl", "py", "rb", "shtm", "shtml", "stm",
];

/// Those of them that run wherever they stand in a name: Apache looks at every ending, not only at
/// the last one (mod_mime, "Files with Multiple Extensions").
const RUN_ANYWHERE: &[&str] = &[
    "asp", "aspx", "cgi", "fcgi", "jsp", "phar", "php", "php3", "php4", "php5", "php7", "php8",
    "phps", "pht", "phtml", "shtml",
];

/// The endings of what a browser runs, or shows with what runs in it, and of what makes it load
/// more. JSON and YAML are none: no browser runs them.
const RUN_BY_BROWSERS: &[&str] = &[
    "appcache",
    "atom",
    "css",
    "dtd",
    "ent",
    "hta",
    "htc",
    "htm",
    "html",
    "html5",
    "htmls",
    "htx",
    "js",
    "jse",
    "jsm",
    "kml",
    "manifest",
    "mathml",
    "mht",
    "mhtml",
    "mjs",
    "cjs",
    "mml",
    "owl",
    "rdf",
    "rng",
    "rss",
    "swf",
    "svgz",
    "vbe",
    "vbs",
    "vml",
    "vxml",
    "wasm",
    "webmanifest",
    "wml",
    "wsc",
    "wsdl",
    "wsf",
    "xbl",
    "xht",
    "xhtm",
    "xhtml",
    "xml",
    "xpi",
    "xsd",
    "xsl",
    "xslt",
    "xul",
];

/// The endings of what configures a program. A host may be one.
const CONFIGURES: &[&str] = &["conf", "config", "ini"];

/// The names and endings of keys and passwords.
const KEYS: &[&str] = &[
    "id_dsa",
    "id_ecdsa",
    "id_ecdsa_sk",
    "id_ed25519",
    "id_ed25519_sk",
    "id_rsa",
    "id_xmss",
    "credentials",
    "credentials.json",
    "client_secret.json",
    "secrets.json",
    "service-account.json",
    "passwd",
    "shadow",
];
const KEY_ENDINGS: &[&str] = &[
    "env", "jks", "kdb", "kdbx", "key", "keystore", "ovpn", "p12", "p8", "pem", "pfx", "ppk",
];

/// The names and endings of databases, of programs that died, and of what programs write down.
const DUMPS: &[&str] = &["core"];
const DUMP_ENDINGS: &[&str] = &[
    "accdb",
    "bson",
    "core",
    "db",
    "db3",
    "dmp",
    "dump",
    "hprof",
    "ldf",
    "log",
    "mdb",
    "mdf",
    "mdmp",
    "sdf",
    "sql",
    "sqlite",
    "sqlite3",
    "stackdump",
];

/// The endings of documents with macros, each with that of one without.
const MACROS: &[(&str, &str)] = &[
    ("docm", "docx"),
    ("dotm", "docx"),
    ("potm", "pptx"),
    ("ppam", "pptx"),
    ("ppsm", "pptx"),
    ("pptm", "pptx"),
    ("xla", "xlsx"),
    ("xlam", "xlsx"),
    ("xlsb", "xlsx"),
    ("xlsm", "xlsx"),
    ("xltm", "xlsx"),
];

/// The endings that people and programs give to what was there before a change, and to what is
/// still being written.
const UNFINISHED: &[&str] = &[
    "bak",
    "backup",
    "bk",
    "bkp",
    "crdownload",
    "download",
    "old",
    "opdownload",
    "orig",
    "part",
    "partial",
    "patch",
    "rej",
    "save",
    "sav",
    "temp",
    "tmp",
    "wbk",
    "xlk",
];

/// The endings of pictures that most browsers do not show.
const UNSHOWN: &[&str] = &[
    "ai", "arw", "cr2", "cr3", "dng", "emf", "eps", "heic", "heif", "hif", "jp2", "jxl", "nef",
    "psd", "tif", "tiff", "wmf",
];

impl Named {
    /// What the name of a file tells. Hosts that do not tell small letters from capitals are
    /// steered by both.
    pub(super) fn of(source: &Source, let_in: &[String]) -> Self {
        let path = source.id().as_str();
        let name = path.rsplit('/').next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        let has = |list: &[&str]| list.contains(&&*name);
        if has(STEERING) {
            return Self::Steering;
        }
        if has(KEYS) {
            return Self::Secret;
        }
        if has(DUMPS) {
            return Self::Dump;
        }
        let mut endings = name.split('.').skip(1);
        let inner = endings.find(|part| RUN_ANYWHERE.contains(part));
        if let Some(inner) = inner {
            return Self::Active(inner.to_owned());
        }
        let is_well_known = path.starts_with(WELL_KNOWN);
        match ending(&name) {
            Some(ending) => Self::of_ending(ending, let_in, is_well_known),
            None if name.ends_with('~') => Self::Unfinished,
            None if is_well_known => Self::WellKnown,
            None => Self::Nothing,
        }
    }

    fn of_ending(ending: &str, let_in: &[String], is_well_known: bool) -> Self {
        if CONFIGURES.contains(&ending) {
            return Self::Steering;
        }
        if is_active(ending) {
            return Self::Active(ending.to_owned());
        }
        if let Some(kind) = kinds::of_ending(ending) {
            return Self::Known(kind);
        }
        if let_in.iter().any(|known| known == ending) {
            return Self::LetIn;
        }
        let is_of = |list: &[&str]| list.contains(&ending);
        let plain = MACROS.iter().find(|(known, _)| *known == ending);
        match plain {
            Some((_, plain)) => Self::Macros(plain),
            None if is_of(KEY_ENDINGS) => Self::Secret,
            None if is_of(DUMP_ENDINGS) => Self::Dump,
            None if is_of(UNSHOWN) => Self::Unshown(ending.to_owned()),
            None if is_of(UNFINISHED) || ending.ends_with('~') => Self::Unfinished,
            None if is_well_known && ending == "json" => Self::WellKnown,
            None => Self::Unknown(ending.to_owned()),
        }
    }
}

/// Whether files with that ending, in small letters and without its dot, are run by a browser or
/// a host, or steer one: no site can let them in.
pub(super) fn is_active(ending: &str) -> bool {
    [RUN_BY_HOSTS, RUN_BY_BROWSERS, CONFIGURES]
        .iter()
        .any(|list| list.contains(&ending))
}

/// Whether a name says that this is what was there before a change, or is not all there yet.
pub fn is_unfinished(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let ending = ending(&name).unwrap_or_default();
    name.ends_with('~') || UNFINISHED.contains(&ending)
}
