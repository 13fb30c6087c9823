//! The window: it draws a view and returns requests. Every colour and size is in `theme`, every sentence that the
//! command line also says in `words`.

mod actions;
mod app;
mod ask;
mod dialogs;
mod dots;
mod edit_peer;
mod find;
mod finished;
mod gallery;
mod half_hour;
mod heads_ups;
mod history;
mod icon;
mod invite;
mod line;
mod link;
mod meeting;
mod month;
mod new_line;
mod pad;
mod parts;
mod peer_page;
mod private;
mod projects;
mod rail;
mod review;
mod rows;
mod run;
mod said_date;
mod settings;
mod shared_list;
mod shared_text;
mod sheets;
mod side;
mod start;
mod state;
mod theme;
mod three_tests;
mod today;
mod told;
mod typing;

pub use app::App;
pub use gallery::gallery;
pub use run::run;
