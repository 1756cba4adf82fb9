using System.Collections;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Messaging;

/// <summary>The topics of many users, made when they are asked for. Immutable as long as the users are.</summary>
public sealed class UserTopics(IReadOnlyList<UserId> users) : IReadOnlyList<TopicKey>
{
    private readonly IReadOnlyList<UserId> _users = users;

    public int Count => _users.Count;

    public TopicKey this[int index] => TopicKey.User(_users[index]);

    public IEnumerator<TopicKey> GetEnumerator()
    {
        foreach (var user in _users)
        {
            yield return TopicKey.User(user);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
