"""Command: the base of the project's own `scrapy` commands: errors are one line, exit codes mean something."""

from __future__ import annotations

import argparse
import io
import sys
from typing import NoReturn

from rich.console import Console
from scrapy.commands import ScrapyCommand

from crawler.configuration import Configuration, ConfigurationError
from pipelines.errors import ToldError

SUCCESS, FAILURE, BAD_USAGE = 0, 1, 2


class Stop(Exception):
    """Ends a command with one line on standard error and an exit code."""

    def __init__(self, message: str, code: int = FAILURE):
        super().__init__(message)
        self.code = code


class ProjectCommand(ScrapyCommand):
    """A command of this project: subclasses write `execute` and raise `Stop` or a ToldError.

    Scrapy imports the modules of all commands to run one of them: what is slow to import, and not needed by nearly all of them, is imported
    where it is used.
    """

    requires_project = True
    requires_crawler_process = False

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.error = self.refuse  # type: ignore[method-assign]  # argparse would print the usage above its one line

    def refuse(self, message: str) -> NoReturn:
        """End the command because of how it was called."""
        say(f"{message}; see scrapy {self.name} --help")
        sys.exit(BAD_USAGE)

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do the command's work. `args` are the positional arguments."""
        raise NotImplementedError

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # titles and texts may hold what the terminal cannot show
        try:
            if unknown := next((arg for arg in args if self.is_option(arg)), ""):
                raise Stop(f"unknown option {unknown}; see scrapy {self.name} --help", BAD_USAGE)
            self.execute(args, opts)
        except Stop as stop:
            self.exitcode = stop.code
            say(str(stop))
        except ToldError as error:
            self.exitcode = BAD_USAGE if isinstance(error, (ValueError, ConfigurationError)) else FAILURE
            say(str(error))
        except ValueError as error:  # a setting or a declaration that the part which reads it refuses
            if self.settings and self.settings["LOG_LEVEL"] == "DEBUG":
                raise
            self.exitcode = BAD_USAGE
            say(" ".join(str(error).split()))
        except KeyboardInterrupt:
            self.exitcode = FAILURE
            say(f"{' '.join([self.name, *args[:1]])} was stopped; run it again to complete it")
        except BrokenPipeError:
            sys.stderr.close()  # the reader, such as `head`, has had enough

    def is_option(self, arg: str) -> bool:
        """Whether a positional argument was meant as an option, which the parser does not know."""
        return arg.startswith("-") and arg != "-"

    @property
    def name(self) -> str:
        return type(self).__module__.rpartition(".")[2]

    def configuration(self) -> Configuration:
        """The checked settings. Raises ConfigurationError."""
        assert self.settings is not None
        configuration = Configuration.from_settings(self.settings)
        self.settings.set("USER_AGENT", configuration.identity(), priority="cmdline")
        return configuration


def say(line: str) -> None:
    """Print one line for the person, on standard error."""
    print(f"pantau: {line}", file=sys.stderr)


def console() -> Console:
    """Where tables go: as wide as the terminal, or 120 columns where there is none."""
    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=120)
