//! Every sentence that both faces say.
