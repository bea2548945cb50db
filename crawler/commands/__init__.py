"""The project's own `scrapy` commands, a module each; the module's name is the command's."""
