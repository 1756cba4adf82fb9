namespace Venueless.Fast.Storage.Postgres.Merging;

/// <summary>Finds the statements of a round trip that several units have in common. Used by the writer only.</summary>
internal sealed class StatementMerger(MergedForms forms)
{
    /// <summary>From so many on; fewer are not worth arrays.</summary>
    internal const int MinMembers = 4;

    private readonly MergedForms _forms = forms;
    private readonly Dictionary<MergedForm, MergedCommand> _open = new(ReferenceEqualityComparer.Instance);
    private readonly List<IBatchedCommand> _found = [];

    /// <summary>Adds what is to be sent, in order; a merged statement stands where its first one was. True: there are some.</summary>
    public bool Merge(List<PipelinedCommand> commands, List<IBatchedCommand> into)
    {
        if (commands.Count < MinMembers)
        {
            into.AddRange(commands);
            return false;
        }

        Find(commands);
        var hasMerged = false;
        foreach (var found in _found)
        {
            if (found is MergedCommand { Members: { Count: < MinMembers } few })
            {
                into.AddRange(few);
            }
            else
            {
                hasMerged |= found is MergedCommand;
                into.Add(found);
            }
        }

        _open.Clear();
        _found.Clear();
        return hasMerged;
    }

    private void Find(List<PipelinedCommand> commands)
    {
        foreach (var command in commands)
        {
            if (!_forms.TryFind(command.Statement.Sql, out var form))
            {
                _found.Add(command);
            }
            else if (!_open.TryGetValue(form, out var merged) || !merged.TryAdd(command))
            {
                Open(form, command);
            }
        }
    }

    /// <summary>The first one of its kind, or of the same unit's key as one before it, which stays in front of it.</summary>
    private void Open(MergedForm form, PipelinedCommand command)
    {
        var merged = new MergedCommand(form);
        if (merged.TryAdd(command))
        {
            _open[form] = merged;
            _found.Add(merged);
        }
        else
        {
            _found.Add(command);
        }
    }
}
