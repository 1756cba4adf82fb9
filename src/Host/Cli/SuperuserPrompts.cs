using System.Text.RegularExpressions;
using Venueless.Fast.Core.Domain.Staff;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Cli;

/// <summary>The questions of <c>createsuperuser</c> and <c>changepassword</c>: asked until the answers are usable.</summary>
internal static partial class SuperuserPrompts
{
    public const string BlankPassword = "Blank passwords aren't allowed.";

    // Column width of auth_user.email.
    private const int MaxEmailLength = 254;

    // A password is hashed as a whole; nobody types more.
    private const int MaxPasswordLength = 4096;

    /// <param name="given">By the option; asked for when it is null or cannot be used.</param>
    public static async Task<string> AskUsernameAsync(CommandHost host, IStaffStore staff, string? given, CancellationToken cancellation)
    {
        while (true)
        {
            var name = given ?? Ask(host);
            given = null;
            if (RefuseUsername(name) is { } problem)
            {
                await host.Error.WriteLineAsync($"Error: {problem}");
            }
            else if (await staff.FindAsync(name, cancellation) is not null)
            {
                await host.Error.WriteLineAsync("Error: That username is already taken.");
            }
            else
            {
                return name;
            }
        }
    }

    /// <inheritdoc cref="AskUsernameAsync"/>
    public static string AskEmail(CommandHost host, string? given)
    {
        while (true)
        {
            var address = (given ?? host.Ask("Email address: ")).Trim();
            given = null;
            if (RefuseEmail(address) is not { } problem)
            {
                return address;
            }

            host.Error.WriteLine($"Error: {problem}");
        }
    }

    public static string AskPassword(CommandHost host)
    {
        while (true)
        {
            var password = host.AskHidden("Password: ");
            var again = host.AskHidden("Password (again): ");
            if (password != again)
            {
                host.Error.WriteLine("Error: Your passwords didn't match.");
            }
            else if (string.IsNullOrWhiteSpace(password))
            {
                host.Error.WriteLine($"Error: {BlankPassword}");
            }
            else if (password.Length > MaxPasswordLength)
            {
                host.Error.WriteLine($"Error: A password has at most {MaxPasswordLength} characters.");
            }
            else
            {
                return password;
            }
        }
    }

    /// <summary>What is wrong with the name; null: nothing.</summary>
    public static string? RefuseUsername(string name) => StaffUsername.IsValid(name)
        ? null
        : $"Enter a valid username: 1 to {StaffUsername.MaxLength} letters, digits and @ . + - _ only.";

    /// <summary>What is wrong with the address; null: nothing.</summary>
    public static string? RefuseEmail(string address) => address.Length == 0 || address.Length <= MaxEmailLength && EmailPattern().IsMatch(address)
        ? null
        : "Enter a valid email address.";

    private static string Ask(CommandHost host)
    {
        var fallback = Environment.UserName;
        var answer = host.Ask($"Username (leave blank to use '{fallback}'): ").Trim();
        return answer.Length == 0 ? fallback : answer;
    }

    // Whether there is such an address only a mail can tell.
    [GeneratedRegex(@"\A[^\s@\x00-\x1F]+@[^\s@\x00-\x1F]+\z")]
    private static partial Regex EmailPattern();
}
