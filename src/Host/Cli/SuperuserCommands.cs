using System.CommandLine;
using Venueless.Fast.Core.Domain.Staff;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Cli;

/// <summary><c>createsuperuser</c> and <c>changepassword</c> (operations.md section 3.2): who may log in to the administration pages.</summary>
internal static class SuperuserCommands
{
    private const string Taken = "That username is already taken.";

    public static Command CreateSuperuser(CommandHost host)
    {
        var username = new Option<string?>("--username") { Description = "Name to log in with; otherwise it is asked for." };
        var email = new Option<string?>("--email") { Description = "Email address; otherwise it is asked for. May be empty." };
        var noInput = new Option<bool>("--noinput", "--no-input")
        {
            Description = "Ask nothing: DJANGO_SUPERUSER_USERNAME, DJANGO_SUPERUSER_EMAIL and DJANGO_SUPERUSER_PASSWORD supply what the options do not.",
        };
        var command = new Command("createsuperuser", "Create a log-in for the administration pages.") { username, email, noInput };
        command.SetAction((parsed, cancellation) => CreateAsync(
            host, parsed.GetValue(username), parsed.GetValue(email), parsed.GetValue(noInput), cancellation));
        return command;
    }

    public static Command ChangePassword(CommandHost host)
    {
        var username = new Argument<string>("username") { Description = "Name to log in with." };
        var command = new Command("changepassword", "Give a log-in of the administration pages another password; asks for it.") { username };
        command.SetAction((parsed, cancellation) => ChangeAsync(host, parsed.GetRequiredValue(username), cancellation));
        return command;
    }

    private static async Task<int> CreateAsync(CommandHost host, string? username, string? email, bool isSilent, CancellationToken cancellation)
    {
        await using var open = await CommandStores.OpenAsync(host);
        var staff = open.Stores.Staff;
        var user = isSilent ? Gather(host, username, email) : await AskAsync(host, staff, username, email, cancellation);
        if (!await staff.AddAsync(user, cancellation))
        {
            throw Wrong(Taken);
        }

        await host.Output.WriteLineAsync("Superuser created successfully.");
        return ExitCodes.Success;
    }

    private static NewSuperuser Gather(CommandHost host, string? username, string? email)
    {
        var name = username ?? Variable(host, "DJANGO_SUPERUSER_USERNAME") ?? throw Wrong("You must use --username with --noinput.");
        if (SuperuserPrompts.RefuseUsername(name) is { } wrongName)
        {
            throw Wrong(wrongName);
        }

        var address = (email ?? Variable(host, "DJANGO_SUPERUSER_EMAIL") ?? "").Trim();
        if (SuperuserPrompts.RefuseEmail(address) is { } wrongAddress)
        {
            throw Wrong(wrongAddress);
        }

        var password = Variable(host, "DJANGO_SUPERUSER_PASSWORD");
        if (password is null)
        {
            host.Error.WriteLine("DJANGO_SUPERUSER_PASSWORD is not set: nobody can log in until changepassword has been run.");
            return new NewSuperuser(name, address, StaffPassword.Unusable(), host.Time.GetUtcNow());
        }

        return string.IsNullOrWhiteSpace(password)
            ? throw Wrong(SuperuserPrompts.BlankPassword)
            : new NewSuperuser(name, address, StaffPassword.Hash(password), host.Time.GetUtcNow());
    }

    private static async Task<NewSuperuser> AskAsync(CommandHost host, IStaffStore staff, string? username, string? email, CancellationToken cancellation)
    {
        var name = await SuperuserPrompts.AskUsernameAsync(host, staff, username, cancellation);
        var address = SuperuserPrompts.AskEmail(host, email);
        return new NewSuperuser(name, address, StaffPassword.Hash(SuperuserPrompts.AskPassword(host)), host.Time.GetUtcNow());
    }

    private static async Task<int> ChangeAsync(CommandHost host, string username, CancellationToken cancellation)
    {
        await using var open = await CommandStores.OpenAsync(host);
        var staff = open.Stores.Staff;
        var user = await staff.FindAsync(username, cancellation)
            ?? throw Wrong($"There is no user named {username}.");
        await host.Output.WriteLineAsync($"Changing password for user '{user.Username}'");
        var password = StaffPassword.Hash(SuperuserPrompts.AskPassword(host));
        if (!await staff.ChangePasswordAsync(user.Id, user.Password, password, cancellation))
        {
            throw Wrong("The user has been changed in the meantime; the password was not changed.");
        }

        await host.Output.WriteLineAsync($"Password changed successfully for user '{user.Username}'");
        return ExitCodes.Success;
    }

    private static string? Variable(CommandHost host, string name) => host.Sources.Environment.TryGetValue(name, out var value) ? value : null;

    private static CommandFailedException Wrong(string problem) => new($"CommandError: {problem}");
}
