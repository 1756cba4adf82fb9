using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Tests.Configuration;

public sealed class IniFileTests
{
    public static TheoryData<string, string, string?> Values => new()
    {
        { "equals sign", "[s]\nk = v", "v" },
        { "colon", "[s]\nk: v", "v" },
        { "no spaces", "[s]\nk=v", "v" },
        { "first delimiter counts", "[s]\nk = a=b:c", "a=b:c" },
        { "colon before equals sign", "[s]\nk: a=b", "a=b" },
        { "URL", "[s]\nk = redis://:p@h:1/0", "redis://:p@h:1/0" },
        { "key without regard to case", "[s]\nK = v", "v" },
        { "section with regard to case", "[S]\nk = v", null },
        { "no interpolation", "[s]\nk = %(a)s %d ${b}", "%(a)s %d ${b}" },
        { "no inline comment", "[s]\nk = a ; b # c", "a ; b # c" },
        { "no quotes", "[s]\nk = \"a\"", "\"a\"" },
        { "empty value", "[s]\nk =", "" },
        { "comment lines", "; a\n# b\n[s]\n;k = 1\n  # k = 2\nk = 3", "3" },
        { "continuation", "[s]\nk = a\n  b\n\tc", "a\nb\nc" },
        { "continuation after an empty value", "[s]\nk =\n  b", "\nb" },
        { "comment inside a continuation", "[s]\nk = a\n  ; no\n  b", "a\nb" },
        { "empty line inside a continuation", "[s]\nk = a\n\n  b\n\n", "a\n\nb" },
        { "indented delimiter is still a continuation", "[s]\nk = a\n  x = y", "a\nx = y" },
        { "indented key", "[s]\n  k = a\n  x = y", "a" },
        { "Windows line ends", "[s]\r\nk = v\r\n", "v" },
        { "spaces around the section", "  [s]\nk = v", "v" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Parse_Dialect_GivesValue(string dialect, string text, string? expected)
    {
        var file = IniFile.Parse("f.cfg", text);

        Assert.True(file.TryGet("s", "k", out var value) == expected is not null, dialect);
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("[s]\nk = 1\nk = 2", "f.cfg:3: the key \"k\" appears twice in [s]")]
    [InlineData("[s]\nk = 1\nK = 2", "f.cfg:3: the key \"K\" appears twice in [s]")]
    [InlineData("[s]\n[t]\n[s]", "f.cfg:3: the section [s] appears twice")]
    [InlineData("k = 1", "f.cfg:1: a [section] line must come first")]
    [InlineData("[s]\njust words", "f.cfg:2: expected \"key = value\"")]
    [InlineData("[s]\n= v", "f.cfg:2: expected \"key = value\"")]
    [InlineData("[]", "f.cfg:1: a section line looks like [section]")]
    [InlineData("\n\n[s", "f.cfg:3: a section line looks like [section]")]
    public void Parse_SyntaxError_NamesFileAndLine(string text, string expected)
    {
        var exception = Assert.Throws<ConfigurationException>(() => IniFile.Parse("f.cfg", text));

        Assert.Equal(expected, Assert.Single(exception.Errors));
    }
}
