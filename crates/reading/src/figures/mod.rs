//! Numbers that count or measure something. A number is taken as a figure by what stands around it: a counting unit of the lexicon
//! or a common noun behind it, a label before it; and it is left alone when it only names something (a battalion, an article, a
//! road), numbers a section, or belongs to a reference or a date.
//!
//! [`number`] reads numerals, [`units`] what is counted, [`naming`] tells names from figures, [`shapes`] knows fractions, ranges,
//! ranks and counters, [`context`] finds subject, scope and period.

mod context;
pub(crate) mod cut;
mod naming;
pub mod number;
mod shapes;
pub(crate) mod units;

use crate::phrases::{Phrases, Words};
use crate::reader::{Marks, Piece};
use crate::scan::Kind;
use cut::{Cut, Flags};
use domain::proof::{Approx, Lexicon, Reading, Span, Text};
use naming::Naming;
use units::Units;

/// Words that cannot be the noun behind a number: they belong to the grammar of the sentence.
pub(crate) const BARE_STOP: u16 = 1;
/// Levels: after "cấp" they say whose.
pub(crate) const LEVEL: u16 = 2;
/// Stretches of time in rates: "/tháng".
pub(crate) const TIME: u16 = 4;
/// Numbers in words.
pub(crate) const SPELLED: u16 = 8;
/// Words after which a number without a unit still says how many.
pub(crate) const SAYS: u16 = 16;
/// Words before a time of day.
pub(crate) const CLOCK: u16 = 32;
/// "giờ", "ngày", "tháng", "năm": with a number behind them they are a time, not a duration.
pub(crate) const CALENDAR: u16 = 64;

const STOP_WORDS: &str = "của được trong tại để cho với và có là đã đang về theo do từ đến trên dưới ở khi này đó sẽ không mà như bị nên thì \
    cũng vào ra lên xuống qua lại còn hoặc hay cùng nhằm bằng giữa sau trước ngoài những các mọi mỗi từng nhất so thuộc gồm bao rõ sạch tốt \
    dám xin luôn tự chống tăng giảm đạt chiếm hơn gần khoảng nhưng vẫn chưa phải đều số tổng tham nay kia ấy nữa nhiều ít đây vừa thực tổ bởi nếu \
    vì song rồi nhờ riêng hằng hàng toàn cả trở quá vượt tới lần thông sinh hiện hoàn triển tiếp ước tính bình";
const SAYING: &str = "là đạt có còn được tăng giảm lên xuống đến cộng xã huyện tỉnh trấn phường nam nữ bằng nhận thành khá yếu kém tốt nhất";

/// Words that begin a level or a whole: "cấp", "toàn".
pub(crate) const LEVEL_HEAD: u16 = 128;
/// Words that end an approximator, a designation, a rank, a counter's label: only behind these are the phrases walked.
pub(crate) const BEFORE: u16 = 256;

/// The grammar with its words looked up.
#[derive(Debug)]
pub struct Grammar {
    pub(crate) units: Units,
    pub(crate) flags: Flags,
    approx: Phrases<Approx>,
    naming: Phrases<Naming>,
    rank: Phrases<()>,
    counter: Phrases<bool>,
    levels: Phrases<()>,
    /// Values of number words, by their number.
    spelled: Vec<(u32, i64)>,
    known: Ids,
}

/// Words that the grammar asks for by name.
#[derive(Debug)]
struct Ids {
    one: u32,
    comrade: u32,
    minute: u32,
    hour: u32,
    day: u32,
    year: u32,
    number: u32,
    until: u32,
    above: u32,
}

/// What a figure is made of before it is put together: token indices.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// First and one past the last token of number and unit.
    pub whole: (usize, usize),
    /// Of the bare numeral.
    pub numeral: (usize, usize),
    pub value: number::Numeral,
    pub of: Option<number::Numeral>,
    pub kind: domain::proof::FigureKind,
    /// The unit's tokens; they may stand before the number.
    pub unit: Option<(usize, usize)>,
    /// Whether the lexicon knows the unit behind the number.
    pub listed: bool,
    /// What a compound adds: "2 tỷ 350 triệu đồng".
    pub plus: Option<rust_decimal::Decimal>,
    pub spelled: bool,
}

/// What stands at a number.
#[expect(
    clippy::large_enum_variant,
    reason = "handed up once for each number and never kept; a box would cost more than the copy"
)]
enum At {
    /// A figure, the second of a range behind it, and the token to go on at.
    Figures(Found, Option<Found>, usize),
    /// No figure; the token to go on at.
    Nothing(usize),
}

impl Grammar {
    /// Looks the lexicon's words up.
    pub fn new(lexicon: &Lexicon, words: &mut Words) -> Self {
        let counting = &lexicon.counting;
        let mut flags = Flags::default();
        flags.set(words, STOP_WORDS, BARE_STOP);
        flags.set(words, "tỉnh huyện xã ủy cơ trung thành quận phường thị bộ trên dưới quốc", LEVEL);
        flags.set(words, "tháng tuần năm quý ngày giờ kỳ lần đêm phút", TIME);
        flags.set(words, SAYING, SAYS);
        flags.set(words, "lúc hồi vào từ khoảng trước sau", CLOCK);
        flags.set(words, "giờ tháng năm ngày", CALENDAR);
        let numbers = ["một", "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười"];
        let values = [1, 2, 3, 4, 6, 7, 8, 9, 10];
        let spelled: Vec<(u32, i64)> = numbers.iter().map(|w| words.intern(w)).zip(values).collect();
        for (id, _) in &spelled {
            flags.set_id(*id, SPELLED);
        }
        let mut approx = Phrases::default();
        for word in &counting.approximator {
            if let Some(sense) = sense_of(&word.sense) {
                approx.add_backwards(words, &word.word, sense);
            }
        }
        let mut rank = Phrases::default();
        for phrase in &counting.rank {
            rank.add_backwards(words, phrase, ());
        }
        let naming = naming::phrases(counting, words);
        flags.set(words, context::LEVEL_HEADS, LEVEL_HEAD);
        let lists = [
            &counting.designation,
            &counting.loose_designation,
            &counting.not_designation,
            &counting.rank,
            &counting.counter,
        ];
        let ends = lists.into_iter().flatten().chain(counting.approximator.iter().map(|a| &a.word));
        for word in ends.filter_map(|phrase| phrase.split(' ').next_back()) {
            flags.set(words, word, BEFORE);
        }
        let units = Units::new(lexicon, words);
        Grammar {
            counter: shapes::counters(counting, words),
            levels: context::levels(words),
            known: Ids {
                one: words.intern("một"),
                comrade: words.intern("đồng"),
                minute: words.intern("phút"),
                day: words.intern("ngày"),
                hour: words.intern("giờ"),
                year: words.intern("năm"),
                number: words.intern("số"),
                until: words.intern("đến"),
                above: words.intern("trên"),
            },
            units,
            flags,
            approx,
            naming,
            rank,
            spelled,
        }
    }

    /// Reads a block: what it adds goes to the end of the lists of `reading`.
    pub fn read(&self, piece: &Piece<'_>, from: &Marks, reading: &mut Reading) {
        let cut = Cut::of(piece);
        let mut taken = Taken::of(reading, from);
        let mut named_until = None;
        let mut i = 0;
        while let Some(token) = cut.at(i) {
            let spelled = token.kind == Kind::Word && self.flags.of(token) & SPELLED != 0;
            if !(spelled || token.kind == Kind::Number) || taken.holds(token.start as usize) {
                i += 1;
                continue;
            }
            let at = if spelled { self.spelled_at(&cut, i) } else { self.number_at(&cut, i, &mut named_until) };
            match at {
                At::Nothing(next) => i = next.max(i + 1),
                At::Figures(found, second, next) => {
                    for found in std::iter::once(&found).chain(&second) {
                        let figure = self.figure(piece, &cut, from, reading, found);
                        reading.figures.push(figure);
                    }
                    i = next.max(i + 1);
                }
            }
        }
    }

    /// Looks over the whole text once all blocks are read.
    pub fn finish(&self, _text: &Text, _reading: &mut Reading) {}

    /// What stands at the number `i`. `named` is one past the last number that named something, for lists of names.
    fn number_at(&self, cut: &Cut<'_>, i: usize, named: &mut Option<usize>) -> At {
        if let Some(next) = naming::no_number(cut, i) {
            return At::Nothing(next);
        }
        if let Some(found) = self.counter_at(cut, i).or_else(|| self.rank_at(cut, i)) {
            let next = found.whole.1.max(i + 1);
            return At::Figures(found, None, next);
        }
        let at = match self.fraction_at(cut, i).or_else(|| self.range_at(cut, i)) {
            Some(at) => at,
            None => self.single_at(cut, i),
        };
        let At::Figures(found, second, next) = at else { return at };
        if self.only_names(cut, &found, *named) {
            *named = Some(found.numeral.1);
            return At::Nothing(found.numeral.1);
        }
        At::Figures(found, second, next)
    }
}

/// Stretches of the block that dates, periods and references took; asked in the order of the text.
struct Taken {
    spans: Vec<Span>,
    next: usize,
}

impl Taken {
    fn of(reading: &Reading, from: &Marks) -> Self {
        let citations = reading.citations.iter().skip(from.citations).map(|c| c.span);
        let dates = reading.dates.iter().skip(from.dates).map(|d| d.span);
        let periods = reading.periods.iter().skip(from.periods).map(|p| p.span);
        let mut spans: Vec<Span> = citations.chain(dates).chain(periods).collect();
        spans.sort_unstable();
        Taken { spans, next: 0 }
    }
    /// Whether the byte was taken. Bytes have to be asked in rising order.
    fn holds(&mut self, byte: usize) -> bool {
        while self.spans.get(self.next).is_some_and(|s| s.end <= byte) {
            self.next += 1;
        }
        // A longer stretch may begin before a shorter one that has ended.
        self.spans.iter().skip(self.next).take_while(|s| s.start <= byte).any(|s| byte < s.end)
    }
}

fn sense_of(name: &str) -> Option<Approx> {
    match name {
        "above" => Some(Approx::Above),
        "below" => Some(Approx::Below),
        "about" => Some(Approx::About),
        "at-least" => Some(Approx::AtLeast),
        "at-most" => Some(Approx::AtMost),
        _ => None,
    }
}
