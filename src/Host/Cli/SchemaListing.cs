using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Cli;

/// <summary>What <c>showmigrations</c> prints: a line per group, then <c> [X] name</c> or <c> [ ] name</c>, in the store's order (operations.md section 3.1).</summary>
internal static class SchemaListing
{
    /// <param name="steps">All that the store lists.</param>
    /// <param name="apps">The groups to print; all when empty. An unknown one ends the command before anything is printed.</param>
    public static IReadOnlyList<string> Describe(IReadOnlyList<SchemaStep> steps, IReadOnlyCollection<string> apps)
    {
        var groups = steps.GroupBy(static step => step.App).ToList();
        var unknown = apps.Except(groups.Select(static group => group.Key)).ToList();
        if (unknown.Count > 0)
        {
            throw new CommandFailedException($"There is no group named {string.Join(", ", unknown)}.", ExitCodes.WrongArguments);
        }

        return
        [
            .. groups
                .Where(group => apps.Count == 0 || apps.Contains(group.Key))
                .SelectMany(static group => group.Select(static step => $" [{(step.IsApplied ? 'X' : ' ')}] {step.Name}").Prepend(group.Key)),
        ];
    }
}
