//! The words behind a task's name, read one after the other, and how a task begins and ends as a program. Which
//! options a task knows is the task's own business.

use std::{process::ExitCode, str::FromStr};

/// What a task reads its options from.
pub struct Arguments<I> {
    words: I,
}

impl<I: Iterator<Item = String>> Arguments<I> {
    /// `words` are those behind the task's name.
    pub fn new(words: I) -> Self {
        Arguments { words }
    }

    /// The next option's name.
    pub fn option(&mut self) -> Option<String> {
        self.words.next()
    }

    /// The value of the option `name`, which was read last.
    ///
    /// # Errors
    /// A sentence, if there is none.
    pub fn value(&mut self, name: &str) -> Result<String, String> {
        self.words.next().ok_or_else(|| format!("{name} wants a value."))
    }

    /// As [`Arguments::value`], as a number.
    ///
    /// # Errors
    /// A sentence, if there is none.
    pub fn number<N: FromStr>(&mut self, name: &str) -> Result<N, String> {
        let text = self.value(name)?;
        text.parse().map_err(|_| format!("{text} is not a number."))
    }
}

/// What to say about an option that the task does not know.
pub fn unknown(name: &str) -> String {
    format!("There is no option {name}.")
}

/// Runs a task as a program: `help` is shown when there is nothing to run, and beside a complaint.
pub fn run<O>(
    options: Result<Option<O>, String>,
    help: &str,
    task: impl AsyncFnOnce(O) -> Result<ExitCode, String>,
) -> ExitCode {
    let options = match options {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{help}");
            return ExitCode::SUCCESS;
        }
        Err(reason) => {
            eprintln!("{reason}\n\n{help}");
            return ExitCode::from(2);
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(task(options)),
        Err(error) => Err(error.to_string()),
    };
    outcome.unwrap_or_else(|reason| {
        eprintln!("{reason}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(text: &str) -> Arguments<impl Iterator<Item = String>> {
        Arguments::new(text.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_value_that_is_missing_or_no_number_is_told() {
        let mut words = arguments("--people many --kept");
        assert_eq!(words.option().as_deref(), Some("--people"));
        assert_eq!(words.number::<usize>("--people"), Err("many is not a number.".to_owned()));
        assert_eq!(words.option().as_deref(), Some("--kept"));
        assert_eq!(words.value("--kept"), Err("--kept wants a value.".to_owned()));
    }
}
