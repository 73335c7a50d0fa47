//! What the service account 777000 says, in the languages that it speaks. Texts only: they are sent elsewhere.

use store::ids::UserId;

use crate::accounts::{Alarm, SendLimit};

/// The account that codes and notices come from; every client knows its number. It has no box.
pub const SERVICE_USER: UserId = UserId(777_000);

/// A language that the service account speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, where the client names nothing else that is spoken.
    #[default]
    English,
    /// Bahasa Indonesia.
    Indonesian,
}

impl Language {
    /// The language for a client's language code, such as "id", "id-ID" or "in" (its old code).
    pub fn of(lang_code: &str) -> Language {
        let primary = lang_code.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("id") || primary.eq_ignore_ascii_case("in") {
            Language::Indonesian
        } else {
            Language::English
        }
    }

    /// Tells the sessions of an account that somebody asks to sign in. The code stands first, alone between
    /// colon and full stop, where clients look for it.
    pub(crate) fn login_code(self, code: &str) -> String {
        match self {
            Language::English => format!(
                "Login code: {code}. Do not give this code to anyone, whoever they say they are!\n\n\
                 This code can be used to sign in to your account. Nobody will ever ask you for it.\n\n\
                 If you did not ask for this code by signing in on another device, simply ignore this message."
            ),
            Language::Indonesian => format!(
                "Kode masuk: {code}. Jangan berikan kode ini kepada siapa pun, siapa pun mereka mengaku!\n\n\
                 Kode ini dapat dipakai untuk masuk ke akun Anda. Tidak ada yang akan pernah memintanya.\n\n\
                 Jika Anda tidak meminta kode ini untuk masuk di perangkat lain, abaikan saja pesan ini."
            ),
        }
    }

    /// What a letter with a code is about.
    pub(crate) fn code_subject(self, code: &str) -> String {
        match self {
            Language::English => format!("{code} is your Merpati code"),
            Language::Indonesian => format!("{code} adalah kode Merpati Anda"),
        }
    }

    /// A letter with a code.
    pub(crate) fn code_letter(self, code: &str) -> String {
        match self {
            Language::English => format!(
                "Your code: {code}\n\nEnter it in the app to go on. Do not give it to anyone.\n\n\
                 If you did not ask for it, simply ignore this letter.\n"
            ),
            Language::Indonesian => format!(
                "Kode Anda: {code}\n\nMasukkan di aplikasi untuk melanjutkan. Jangan berikan kepada siapa pun.\n\n\
                 Jika Anda tidak memintanya, abaikan saja surat ini.\n"
            ),
        }
    }

    /// Tells the sessions of an account that somebody wants to sign in without its mail address. `due` is when
    /// that will be possible, in seconds since 1970.
    pub(crate) fn mail_reset(self, due: i32) -> String {
        let moment = moment(due);
        match self {
            Language::English => format!(
                "Somebody asks to sign in to your account without your login email. On {moment} UTC the email will \
                 be removed from your account.\n\nIf this wasn't you, sign in once with a code from your email: that \
                 ends the request."
            ),
            Language::Indonesian => format!(
                "Seseorang meminta masuk ke akun Anda tanpa email masuk Anda. Pada {moment} UTC email itu akan \
                 dihapus dari akun Anda.\n\nJika ini bukan Anda, masuklah sekali dengan kode dari email Anda: itu \
                 mengakhiri permintaan tersebut."
            ),
        }
    }

    /// Tells the sessions of an account that somebody has entered the right code and not the password yet.
    pub(crate) fn password_awaited(self, device: &str, place: &str, date: i32) -> String {
        let moment = moment(date);
        match self {
            Language::English => format!(
                "Incomplete login. Somebody got past the first step of a login into your account on {moment} UTC and \
                 was asked for your two-step password.\n\nDevice: {device}\nLocation: {place}\n\n\
                 If this wasn't you, somebody can see your codes: do not give your password to anyone."
            ),
            Language::Indonesian => format!(
                "Login belum selesai. Seseorang melewati langkah pertama masuk ke akun Anda pada {moment} UTC dan \
                 diminta kata sandi dua langkah Anda.\n\nPerangkat: {device}\nLokasi: {place}\n\n\
                 Jika ini bukan Anda, seseorang dapat melihat kode Anda: jangan berikan kata sandi kepada siapa pun."
            ),
        }
    }

    /// Tells the sessions of an account that it can be entered with one more passkey.
    pub(crate) fn passkey_added(self, device: &str, place: &str, date: i32) -> String {
        let moment = moment(date);
        match self {
            Language::English => format!(
                "New passkey. A passkey that signs in to your account was added on {moment} UTC.\n\n\
                 Device: {device}\nLocation: {place}\n\n\
                 If this wasn't you, delete it in Settings > Privacy and Security > Passkeys and end the sessions \
                 that you do not know."
            ),
            Language::Indonesian => format!(
                "Passkey baru. Sebuah passkey untuk masuk ke akun Anda ditambahkan pada {moment} UTC.\n\n\
                 Perangkat: {device}\nLokasi: {place}\n\n\
                 Jika ini bukan Anda, hapus di Pengaturan > Privasi dan Keamanan > Passkey dan akhiri sesi yang \
                 tidak Anda kenal."
            ),
        }
    }

    /// Tells the sessions of an account that it has another number.
    pub(crate) fn phone_changed(self) -> String {
        match self {
            Language::English => {
                "The phone number of your account was changed. From now on you sign in with the new number.\n\n\
                 If this wasn't you, end all other sessions in the settings of your app at once."
            }
            Language::Indonesian => {
                "Nomor telepon akun Anda telah diubah. Mulai sekarang Anda masuk dengan nomor yang baru.\n\n\
                 Jika ini bukan Anda, segera akhiri semua sesi lain di pengaturan aplikasi Anda."
            }
        }
        .to_owned()
    }

    /// Tells the sessions of an account that all that is its is being written down.
    pub(crate) fn takeout(self, device: &str, place: &str) -> String {
        match self {
            Language::English => format!(
                "Data export. A program on one of your devices has begun to write down your chats.\n\n\
                 Device: {device}\nLocation: {place}\n\n\
                 If this wasn't you, end that session in the settings of your app at once."
            ),
            Language::Indonesian => format!(
                "Ekspor data. Sebuah program di salah satu perangkat Anda mulai menyalin obrolan Anda.\n\n\
                 Perangkat: {device}\nLokasi: {place}\n\n\
                 Jika ini bukan Anda, segera akhiri sesi itu di pengaturan aplikasi Anda."
            ),
        }
    }

    /// Tells the sessions of an account that it has a two-step password now.
    pub(crate) fn password_set(self) -> String {
        self.password_news(
            "A two-step password was set for your account. From now on a login needs it besides the code.",
            "Kata sandi dua langkah telah dipasang untuk akun Anda. Mulai sekarang login memerlukannya selain kode.",
        )
    }

    /// Tells the sessions of an account that its two-step password is another one now.
    pub(crate) fn password_changed(self) -> String {
        self.password_news(
            "The two-step password of your account was changed.",
            "Kata sandi dua langkah akun Anda telah diubah.",
        )
    }

    /// Tells the sessions of an account that it has no two-step password any more.
    pub(crate) fn password_removed(self) -> String {
        self.password_news(
            "The two-step password of your account was removed.",
            "Kata sandi dua langkah akun Anda telah dihapus.",
        )
    }

    /// Tells the sessions of an account that the mail address behind its two-step password was changed.
    pub(crate) fn password_mail_changed(self) -> String {
        self.password_news(
            "The recovery email of your two-step password was changed.",
            "Email pemulihan kata sandi dua langkah Anda telah diubah.",
        )
    }

    /// Tells the sessions of an account that the operator has taken its two-step password away.
    pub(crate) fn password_dropped(self) -> String {
        self.password_news(
            "The two-step password of your account was removed by those who run this server.",
            "Kata sandi dua langkah akun Anda telah dihapus oleh pengelola server ini.",
        )
    }

    fn password_news(self, english: &str, indonesian: &str) -> String {
        match self {
            Language::English => {
                format!("{english}\n\nIf this wasn't you, look at your sessions in Settings > Devices.")
            }
            Language::Indonesian => {
                format!("{indonesian}\n\nJika ini bukan Anda, periksa sesi Anda di Pengaturan > Perangkat.")
            }
        }
    }

    /// Tells the sessions of an account that its two-step password goes at `due`, in seconds since 1970.
    pub(crate) fn password_reset(self, due: i32) -> String {
        let moment = moment(due);
        match self {
            Language::English => format!(
                "Somebody asks to remove the two-step password of your account without knowing it. That will be \
                 possible from {moment} UTC on.\n\nIf this wasn't you, cancel it in Settings > Two-Step Verification; \
                 entering your password there ends it as well."
            ),
            Language::Indonesian => format!(
                "Seseorang meminta menghapus kata sandi dua langkah akun Anda tanpa mengetahuinya. Itu dapat \
                 dilakukan mulai {moment} UTC.\n\nJika ini bukan Anda, batalkan di Pengaturan > Verifikasi Dua \
                 Langkah; memasukkan kata sandi Anda di sana juga mengakhirinya."
            ),
        }
    }

    /// Tells the sessions of an account that it may be deleted without its password from `due` on.
    pub(crate) fn deletion(self, due: i32) -> String {
        let moment = moment(due);
        match self {
            Language::English => format!(
                "Somebody who does not know your two-step password asks to delete your account. That will be possible \
                 from {moment} UTC on.\n\nIf this wasn't you, enter your password in Settings > Two-Step Verification: \
                 that ends the request."
            ),
            Language::Indonesian => format!(
                "Seseorang yang tidak mengetahui kata sandi dua langkah Anda meminta menghapus akun Anda. Itu dapat \
                 dilakukan mulai {moment} UTC.\n\nJika ini bukan Anda, masukkan kata sandi Anda di Pengaturan > \
                 Verifikasi Dua Langkah: itu mengakhiri permintaan tersebut."
            ),
        }
    }

    /// Tells those who look after the server what it cannot mend by itself.
    pub(crate) fn alarm(self, alarm: Alarm) -> String {
        let english = self == Language::English;
        match alarm {
            Alarm::CodesRefused(limit) => {
                let (name, what) = match limit {
                    SendLimit::Number => ("codes_per_number", ["one number", "satu nomor"]),
                    SendLimit::Prefix => ("codes_per_prefix", ["numbers alike", "nomor yang mirip"]),
                    SendLimit::Network => ("codes_per_network", ["one network", "satu jaringan"]),
                    SendLimit::Day => ("codes_per_day", ["all numbers together", "semua nomor"]),
                };
                match english {
                    true => format!(
                        "Server notice: login codes are refused, because {} got as many as {name} allows in 24 hours. \
                         If people are kept out by it, raise the limit; if somebody plays with your budget, leave it.",
                        what[0]
                    ),
                    false => format!(
                        "Pemberitahuan server: kode masuk ditolak, karena {} telah mendapat sebanyak yang diizinkan \
                         {name} dalam 24 jam. Jika orang terhalang karenanya, naikkan batasnya; jika seseorang \
                         menghabiskan anggaran Anda, biarkan saja.",
                        what[1]
                    ),
                }
            }
            Alarm::DiskLow { megabytes } => match english {
                true => format!(
                    "Server notice: {megabytes} MB are left on the disk of the data folder. Make room soon: when it is \
                     full, no message is taken."
                ),
                false => format!(
                    "Pemberitahuan server: tersisa {megabytes} MB di disk folder data. Segera kosongkan ruang: bila \
                     penuh, tidak ada pesan yang diterima."
                ),
            },
            Alarm::Reported => match english {
                true => "Server notice: somebody has reported something to you. merpati admin report list shows it, and \
                         merpati admin report close puts it away; until then you are told of no other."
                    .to_owned(),
                false => "Pemberitahuan server: seseorang melaporkan sesuatu kepada Anda. merpati admin report list \
                          menampilkannya, dan merpati admin report close menutupnya; sampai saat itu laporan lain \
                          tidak diberitahukan."
                    .to_owned(),
            },
            Alarm::DiskWasFull => match english {
                true => "Server notice: the disk was full and no message was taken. It has room again. Nothing that \
                         was acknowledged is lost."
                    .to_owned(),
                false => "Pemberitahuan server: disk sempat penuh dan tidak ada pesan yang diterima. Kini ada ruang \
                          lagi. Tidak ada yang telah dikonfirmasi yang hilang."
                    .to_owned(),
            },
        }
    }

    /// Tells the sessions of an account that somebody has signed in. `date` is in seconds since 1970.
    pub(crate) fn new_login(self, name: &str, device: &str, place: &str, date: i32) -> String {
        let moment = moment(date);
        match self {
            Language::English => format!(
                "New login. Dear {name}, we detected a login into your account from a new device on {moment} UTC.\n\n\
                 Device: {device}\nLocation: {place}\n\n\
                 If this wasn't you, you can terminate that session in Settings > Devices."
            ),
            Language::Indonesian => format!(
                "Login baru. {name}, akun Anda baru saja dimasuki dari perangkat baru pada {moment} UTC.\n\n\
                 Perangkat: {device}\nLokasi: {place}\n\n\
                 Jika ini bukan Anda, Anda dapat mengakhiri sesi itu di Pengaturan > Perangkat."
            ),
        }
    }
}

/// "22/11/2026 at 13:05:59" without the "at": day, month, year, then the time.
fn moment(date: i32) -> String {
    let date = i64::from(date);
    let (days, second) = (date.div_euclid(86_400), date.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    format!("{day:02}/{month:02}/{year} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// Year, month and day of the day that is `days` after 1970-01-01, in the Gregorian calendar.
fn civil(days: i64) -> (i64, i64, i64) {
    // Years that begin in March put the leap day at their end; eras of 400 years repeat.
    let day = days + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_told_as_people_write_it() {
        assert_eq!(moment(0), "01/01/1970 00:00:00");
        assert_eq!(moment(951_782_400), "29/02/2000 00:00:00");
        assert_eq!(moment(1_795_352_759), "22/11/2026 13:05:59");
        assert_eq!(moment(-1), "31/12/1969 23:59:59");
    }

    #[test]
    fn the_language_follows_the_client() {
        for code in ["id", "id-ID", "ID_id", "in"] {
            assert!(Language::of(code) == Language::Indonesian);
        }
        for code in ["", "en", "de", "idle"] {
            assert!(Language::of(code) == Language::English);
        }
    }

    #[test]
    fn a_code_stands_where_clients_look_for_it() {
        assert!(Language::English.login_code("01234").starts_with("Login code: 01234. "));
        assert!(Language::Indonesian.login_code("01234").starts_with("Kode masuk: 01234. "));
    }
}
