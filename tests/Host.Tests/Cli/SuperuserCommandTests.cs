using Venueless.Fast.Core.Domain.Staff;

namespace Venueless.Fast.Host.Tests.Cli;

/// <summary>operations.md section 3.2, scenarios 12 and 13.</summary>
public sealed class SuperuserCommandTests
{
    private const string Passwords = "Password: Password (again): ";

    [Theory]
    [EveryDatabase]
    public async Task CreateSuperuser_GoodAnswers_WritesTheRow(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);

        Assert.Equal(0, await database.Commands.RunWithInputAsync("ada\nada@example.org\nsecret word\nsecret word\n", "createsuperuser"));

        Assert.Equal(
            $"Username (leave blank to use '{Environment.UserName}'): Email address: {Passwords}Superuser created successfully.\n", database.Commands.Output);
        Assert.Equal("ada|ada@example.org|-|-", await database.TextAsync(
            "SELECT username || '|' || email || '|' || first_name || '-|' || last_name || '-' FROM auth_user WHERE is_superuser AND is_staff AND is_active AND last_login IS NULL"));
        Assert.True(StaffPassword.Verify("secret word", (await database.TextAsync("SELECT password FROM auth_user"))!));
        Assert.Equal("1", await database.TextAsync(database.IsPostgreSql
            ? "SELECT COUNT(*) FROM auth_user WHERE date_joined > now() - interval '1 minute'"
            : "SELECT COUNT(*) FROM auth_user WHERE date_joined > datetime('now', '-1 minute')"));
    }

    [Theory]
    [EveryDatabase]
    public async Task CreateSuperuser_BadAnswers_AsksAgain(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await database.Commands.RunWithInputAsync("ada\n\np\np\n", "createsuperuser");

        Assert.Equal(0, await database.Commands.RunWithInputAsync("ada\na b\nbob\nnowhere\n\none\ntwo\n \n \nthree\nthree\n", "createsuperuser"));

        Assert.Equal(
            [
                "Error: That username is already taken.",
                "Error: Enter a valid username: 1 to 150 letters, digits and @ . + - _ only.",
                "Error: Enter a valid email address.",
                "Error: Your passwords didn't match.",
                "Error: Blank passwords aren't allowed.",
            ],
            database.Commands.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(StaffPassword.Verify("three", (await database.TextAsync("SELECT password FROM auth_user WHERE username = 'bob'"))!));
        Assert.Equal("2", await database.TextAsync("SELECT COUNT(*) FROM auth_user"));
    }

    [Fact]
    public async Task CreateSuperuser_OptionsAndBlankName_SkipAndFillIn()
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);

        Assert.Equal(0, await database.Commands.RunWithInputAsync("p\np\n", "createsuperuser", "--username", "ada", "--email", ""));
        Assert.Equal($"{Passwords}Superuser created successfully.\n", database.Commands.Output);

        Assert.Equal(0, await database.Commands.RunWithInputAsync("\n\np\np\n", "createsuperuser"));
        Assert.Equal("1", await database.TextAsync($"SELECT COUNT(*) FROM auth_user WHERE username = '{Environment.UserName}'"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ada\n")]
    [InlineData("ada\na@b\n")]
    [InlineData("ada\na@b\np\n")]
    [InlineData("ada\na@b\np\nq\n")]
    public async Task CreateSuperuser_EndOfInput_WritesNothing(string input)
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);

        Assert.Equal(1, await database.Commands.RunWithInputAsync(input, "createsuperuser"));

        Assert.EndsWith(": ", database.Commands.Output, StringComparison.Ordinal);
        Assert.Equal("0", await database.TextAsync("SELECT COUNT(*) FROM auth_user"));
    }

    [Theory]
    [EveryDatabase("--noinput")]
    [EveryDatabase("--no-input")]
    public async Task CreateSuperuser_NoInput_TakesTheVariables(DatabaseKind kind, string option)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        database.Commands.Configuration
            .Variable("DJANGO_SUPERUSER_USERNAME", "ada").Variable("DJANGO_SUPERUSER_EMAIL", "a@b").Variable("DJANGO_SUPERUSER_PASSWORD", "p");

        Assert.Equal(0, await database.Commands.RunAsync("createsuperuser", option));
        Assert.Equal("Superuser created successfully.\n", database.Commands.Output);
        Assert.Equal("ada a@b", await database.TextAsync("SELECT username || ' ' || email FROM auth_user"));

        Assert.Equal(1, await database.Commands.RunAsync("createsuperuser", option));
        Assert.Equal("CommandError: That username is already taken.\n", database.Commands.Error);

        Assert.Equal(0, await database.Commands.RunAsync("createsuperuser", option, "--username", "bob", "--email", "b@b"));
        Assert.Equal("b@b", await database.TextAsync("SELECT email FROM auth_user WHERE username = 'bob'"));
    }

    [Fact]
    public async Task CreateSuperuser_NoInputAndNoPassword_CanBeGivenOneLater()
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);

        Assert.Equal(1, await database.Commands.RunAsync("createsuperuser", "--noinput"));
        Assert.Equal("CommandError: You must use --username with --noinput.\n", database.Commands.Error);

        Assert.Equal(0, await database.Commands.RunAsync("createsuperuser", "--noinput", "--username", "ada"));
        Assert.StartsWith("!", await database.TextAsync("SELECT password FROM auth_user"), StringComparison.Ordinal);
        Assert.Contains("changepassword", database.Commands.Error, StringComparison.Ordinal);

        Assert.Equal(0, await database.Commands.RunWithInputAsync("p\np\n", "changepassword", "ada"));
        Assert.True(StaffPassword.Verify("p", (await database.TextAsync("SELECT password FROM auth_user"))!));
    }

    [Theory]
    [InlineData("CommandError: Enter a valid username: 1 to 150 letters, digits and @ . + - _ only.\n", "a b", "", "p")]
    [InlineData("CommandError: Enter a valid email address.\n", "ada", "nowhere", "p")]
    [InlineData("CommandError: Blank passwords aren't allowed.\n", "ada", "", "")]
    public async Task CreateSuperuser_NoInputAndBadValues_WritesNothing(string error, string username, string email, string password)
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);
        database.Commands.Configuration.Variable("DJANGO_SUPERUSER_PASSWORD", password);

        Assert.Equal(1, await database.Commands.RunAsync("createsuperuser", "--noinput", "--username", username, "--email", email));

        Assert.Equal(error, database.Commands.Error);
        Assert.Equal("0", await database.TextAsync("SELECT COUNT(*) FROM auth_user"));
    }

    [Theory]
    [EveryDatabase]
    public async Task ChangePassword_OfAReferenceUser_ReplacesTheHashOnly(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await database.ExecuteAsync(
            """
            INSERT INTO auth_user (username, email, password, first_name, last_name, is_superuser, is_staff, is_active, date_joined) VALUES
                ('ada', 'a@b', 'pbkdf2_sha256$1$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=', 'A', 'L', FALSE, TRUE, FALSE, '2020-01-01 00:00:00.000000+00:00'),
                ('bob', '', '', '', '', FALSE, FALSE, FALSE, '2020-01-01 00:00:00.000000+00:00')
            """);

        Assert.Equal(0, await database.Commands.RunWithInputAsync("x\ny\nnew\nnew\n", "changepassword", "ada"));

        Assert.Equal($"Changing password for user 'ada'\n{Passwords}{Passwords}Password changed successfully for user 'ada'\n", database.Commands.Output);
        Assert.True(StaffPassword.Verify("new", (await database.TextAsync("SELECT password FROM auth_user WHERE username = 'ada' AND first_name = 'A' AND NOT is_active AND NOT is_superuser"))!));
        Assert.Equal("", await database.TextAsync("SELECT password FROM auth_user WHERE username = 'bob'"));
    }

    [Fact]
    public async Task ChangePassword_UnknownUserOrEndOfInput_ChangesNothing()
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);
        await database.Commands.RunWithInputAsync("ada\n\np\np\n", "createsuperuser");

        Assert.Equal(1, await database.Commands.RunWithInputAsync("q\nq\n", "changepassword", "Ada"));
        Assert.Equal("CommandError: There is no user named Ada.\n", database.Commands.Error);
        Assert.Equal(1, await database.Commands.RunWithInputAsync("q\n", "changepassword", "ada"));

        Assert.True(StaffPassword.Verify("p", (await database.TextAsync("SELECT password FROM auth_user"))!));
    }

    [Fact]
    public async Task CreateSuperuser_AtATerminal_HidesThePassword()
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);
        database.Commands.Keys = "x\bpä\rpä\r";

        Assert.Equal(0, await database.Commands.RunWithInputAsync("ada\n\n", "createsuperuser"));

        Assert.EndsWith("Password: \nPassword (again): \nSuperuser created successfully.\n", database.Commands.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("pä", database.Commands.Output, StringComparison.Ordinal);
        Assert.True(StaffPassword.Verify("pä", (await database.TextAsync("SELECT password FROM auth_user"))!));

        // Ctrl-D.
        database.Commands.Keys = "\u0004";
        Assert.Equal(1, await database.Commands.RunWithInputAsync("", "changepassword", "ada"));
    }
}
