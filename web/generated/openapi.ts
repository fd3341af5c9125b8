// Made from api/openapi.yaml by "npm run generate". Do not edit.

export interface paths {
    "/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an account and log in */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a session
         * @description Failed attempts are counted per account and address; after too many of them the answer is 429 for a while.
         */
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a session by a sign-in link
         * @description Whoever runs the server makes such links; none comes from this API. A link is good once and for 15 minutes. Its token stands behind the # of an address, which browsers send to no server. For an account with a second factor the answer is 401 with the reason second_factor.
         */
        post: operations["logInByLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for new tokens
         * @description A refresh token is good once. Using one a second time ends its session, because then two have it; but who asks again within 30 seconds, having lost the answer, gets the same one.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End this session
         * @description Its tokens are worth nothing from then on, and its sockets are closed within a second.
         */
        post: operations["logOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own account */
        get: operations["getMe"];
        put?: never;
        post?: never;
        /**
         * Delete one's account
         * @description For good, and at once: every session ends, on every door, and the profile is emptied. What one wrote stays with
         *     those one wrote to, as of a deleted account. One's groups get the admin, or else the member, who is there longest as
         *     their owner; those without another person are dissolved. Friends and requests are gone, and one's bots and webhooks.
         *     Number and user name are never given again.
         */
        delete: operations["deleteMe"];
        options?: never;
        head?: never;
        /** Change one's profile */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change one's password
         * @description All other sessions end.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set one's picture
         * @description The middle of the picture becomes the avatar: `custom_face`, 64 pixels wide as old clients want it, and up to 512
         *     pixels for `GET /files/{custom_face}/thumbnail`. The picture itself, and what the camera wrote into it, is not kept.
         */
        put: operations["setAvatar"];
        post?: never;
        /** Show the built-in picture again */
        delete: operations["deleteAvatar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether one has a second factor */
        get: operations["getSecondFactor"];
        put?: never;
        /** Make a secret for an authenticator app */
        post: operations["beginSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the second factor in force
         * @description From now on log-in needs a `code`. Old clients are logged out and need an app password.
         */
        post: operations["confirmSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/second-factor/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the second factor */
        post: operations["removeSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace the recovery codes */
        post: operations["renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/app-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a password for old clients
         * @description Old clients cannot ask for a code of the second factor. The password replaces the one before and ends the sessions of old clients.
         */
        post: operations["renewAppPassword"];
        /** Shut old clients out */
        delete: operations["removeAppPassword"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's logged-in devices */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Log one's device out */
        delete: operations["revokeSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's API tokens */
        get: operations["listApiTokens"];
        put?: never;
        /**
         * Make an API token
         * @description For programs. It goes with requests like an access token, and may do what its scopes say.
         */
        post: operations["createApiToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End an API token */
        delete: operations["revokeApiToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find people */
        get: operations["findUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you decided about yourself */
        get: operations["settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change settings; what is absent stays */
        patch: operations["updateSettings"];
        trace?: never;
    };
    "/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 12
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /** A person; friends and you yourself see more */
        get: operations["user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is connected, as far as you may see it: friends and yourself */
        get: operations["presence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/friends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your friends, team by team */
        get: operations["friends"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/friends/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 12
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a friendship, for both */
        delete: operations["deleteFriend"];
        options?: never;
        head?: never;
        /** Set team and remark name of a friend or group */
        patch: operations["updateFriend"];
        trace?: never;
    };
    "/friend-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for an answer: at most 200 each way, the oldest */
        get: operations["friendRequests"];
        put?: never;
        /** Ask somebody to be a friend; who asked you before is one at once */
        post: operations["requestFriend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/friend-requests/{user}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept a request */
        post: operations["acceptFriendRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/friend-requests/{user}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse a request */
        post: operations["refuseFriendRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/friend-requests/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take your own request back */
        delete: operations["withdrawFriendRequest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a team of friends */
        post: operations["addTeam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/teams/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of a team.
                 * @example work
                 */
                name: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a team; its friends move to the default team */
        delete: operations["deleteTeam"];
        options?: never;
        head?: never;
        /** Rename a team; its friends stay in it */
        patch: operations["renameTeam"];
        trace?: never;
    };
    "/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom you keep away */
        get: operations["blocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocks/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        /** Keep somebody away: neither writes to the other, asks or adds; you stay friends */
        put: operations["block"];
        post?: never;
        /** Let somebody in again */
        delete: operations["unblock"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell the administrators about a user, a conversation or a message */
        post: operations["report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/error-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the operators about an error of the client
         * @description It is written to the log of the server: ask the user before. Five at once, one a minute from then on.
         */
        post: operations["reportError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your groups, in joining order */
        get: operations["groups"];
        put?: never;
        /** Make a group, with friends who let themselves be added */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /** A group you are in or may ask to join */
        get: operations["group"];
        put?: never;
        post?: never;
        /** Dissolve a group: its owner may; nobody reads or writes it any more */
        delete: operations["dissolveGroup"];
        options?: never;
        head?: never;
        /** Change a group: its owner and admins may */
        patch: operations["editGroup"];
        trace?: never;
    };
    "/groups/{id}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Set the picture of a group: its owner and admins may
         * @description The middle of the picture becomes `picture`, for `GET /files/{picture}/thumbnail`. The picture itself, and what the
         *     camera wrote into it, is not kept.
         */
        put: operations["setGroupPicture"];
        post?: never;
        /** Take the picture of a group off: its owner and admins may */
        delete: operations["deleteGroupPicture"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join, or ask to where admins decide */
        post: operations["joinGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave; of an owner the longest-serving admin takes over, or else member */
        post: operations["leaveGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make another member the owner, who has been until then an admin */
        post: operations["transferGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /** The members, in joining order */
        get: operations["members"];
        put?: never;
        /** Add friends who allow it at once; the answer names the others */
        post: operations["inviteMembers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/members/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Put somebody out, who comes back unless banned */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /** Change role (by the owner), mute (by somebody above) or card (by themselves too) */
        patch: operations["editMember"];
        trace?: never;
    };
    "/groups/{id}/bans": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /** Who may not come back: for owner and admins */
        get: operations["bans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/bans/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let somebody come back */
        delete: operations["unban"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /** Who waits to be let in: for owner and admins */
        get: operations["groupRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/requests/{user}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let somebody in */
        post: operations["acceptGroupRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/requests/{user}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse somebody, or take your own request back */
        post: operations["refuseGroupRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /** Links into the group that work */
        get: operations["invitations"];
        put?: never;
        /** Make a link into the group, for a member; its token is shown here only */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/invitations/{invitation}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of a link.
                 * @example 01JDZ0000000000000000000000
                 */
                invitation: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a link */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What the link ends with.
                 * @example 01JDZ0000000000000000000000.abc
                 */
                token: string;
            };
            cookie?: never;
        };
        /** Where a link leads */
        get: operations["previewInvitation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/{token}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What the link ends with.
                 * @example 01JDZ0000000000000000000000.abc
                 */
                token: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join by a link */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's conversations, newest activity first */
        get: operations["listConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        /** One conversation */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** What oneself keeps about a conversation */
        patch: operations["updateConversation"];
        trace?: never;
    };
    "/conversations/{id}/clear": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove all messages from one's own view
         * @description Up to `seq`, or all without it.
         */
        post: operations["clearConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        get?: never;
        /** Move the read position forward */
        put: operations["markRead"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        /** Change log of a conversation */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/pins": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        /** Pinned messages */
        get: operations["listPins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/messages/{seq}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
            };
            cookie?: never;
        };
        /** One message */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        /** Delete a message for oneself */
        delete: operations["hideMessage"];
        options?: never;
        head?: never;
        /**
         * Edit a message of one's own
         * @description Within 48 hours. What it said before is gone.
         */
        patch: operations["editMessage"];
        trace?: never;
    };
    "/conversations/{id}/messages/{seq}/recall": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a message back
         * @description The sender within two minutes, admins and the owner of a group at any time.
         */
        post: operations["recallMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/messages/{seq}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Pin a message for everybody
         * @description In a group by admins and the owner; at most 50 in a conversation.
         */
        put: operations["pinMessage"];
        post?: never;
        /** Take a pin away */
        delete: operations["unpinMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/messages/{seq}/reactions/{emoji}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
                /**
                 * @description One emoji.
                 * @example %F0%9F%91%8D
                 */
                emoji: string;
            };
            cookie?: never;
        };
        get?: never;
        /**
         * React to a message
         * @description At most 20 different emoji on a message, 5 of one user.
         */
        put: operations["addReaction"];
        post?: never;
        /** Take a reaction back */
        delete: operations["removeReaction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/messages/{seq}/readers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
            };
            cookie?: never;
        };
        /**
         * Who has read a message
         * @description In direct conversations and groups of up to 100 members.
         */
        get: operations["listReaders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forwards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pass messages on
         * @description One by one with the name of who wrote each, or merged into one message. The same `cid` again sends nothing twice.
         */
        post: operations["forwardMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mass-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one message to many */
        post: operations["sendToMany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        /**
         * A piece of a conversation
         * @description Without `before` and `after`, its end. The two exclude each other. A page has at most 1 MiB of messages, but always one:
         *     it may be shorter than `limit`, and then `more` is true.
         */
        get: operations["listMessages"];
        put?: never;
        /**
         * Send a message
         * @description The answer comes when the message is on disk. The same `cid` again, with the same content, answers 200 with what
         *     was stored the first time; with another content it is a conflict.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A conversation as a file
         * @description All that the caller may see of it, oldest first: a page that any browser shows without this server, or a
         *     message a line in the form of the schema Message.
         */
        get: operations["exportConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look for messages, people or groups
         * @description `in` says what is looked for. People are found by the beginning of their account or nickname or by their number, as they
         *     let themselves be found; groups that one is in by a part of their name, and one that one may see by its number. `files`
         *     are messages with a file, by its name or what stands beside it; the answer has them in `hits`, as for `messages`.
         *
         *     Messages come newest first. Every word of `q` has to be in a message; it may be the beginning of one there. Of Chinese, Japanese
         *     and Korean, which put no spaces between words, any characters that follow each other are found. Case, accents and
         *     full-width forms make no difference. A message is found within moments after it was sent.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What is new
         * @description The difference between what a client has and what there is, as the socket gives it in the answer to `hello`
         *     (docs/realtime.md "Resume"). With `wait_ms` the answer comes when there is something new, or when the time is up.
         */
        post: operations["sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What runs here */
        get: operations["getServer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/push/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key that browsers want to subscribe */
        get: operations["getPushKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/push/subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Take notifications in the browser of this session
         * @description Endpoint and keys are those of `PushSubscription.toJSON()` in the browser. A session has one subscription, which goes with it; one browser is that of
         *     one session, the last that said so. The endpoint is at a push service of the browser's maker, which cannot read what passes. When it
         *     answers that the subscription is over, the subscription is removed here too: put it again at every start.
         */
        put: operations["subscribePush"];
        post?: never;
        /** Take no more notifications in the browser of this session */
        delete: operations["unsubscribePush"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/push/gateway": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own program that takes notifications */
        get: operations["getPushGateway"];
        /**
         * Have notifications sent to a program of one's own
         * @description Each notification is a POST of JSON with `Flamingo-Timestamp` and `Flamingo-Signature: v1=` HMAC-SHA-256 of timestamp, full stop and
         *     body under the secret, in hex (docs/push.md). An answer of 410 removes the gateway. The server reaches public addresses only,
         *     unless its operator allowed others.
         */
        put: operations["setPushGateway"];
        post?: never;
        /** Send no more notifications to it */
        delete: operations["deletePushGateway"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store a small file
         * @description The body is the file, as it is; its length has to be declared. Larger files go through `/uploads`, where an
         *     interruption loses nothing. Nothing that was stored is removed by itself.
         */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/instant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store a file that the server has already
         * @description Two steps. Without a challenge, the answer is one: a nonce, and which pieces of the file to hash. The second request
         *     repeats md5 and size and has the challenge, a name, and as proof the SHA-256, in hex digits, of the bytes of the nonce
         *     followed by the pieces. 404 means: send the bytes. Whether the server has a file can be learned by nobody who lacks it.
         */
        post: operations["claimFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a file
         * @description Readable are one's own uploads, files of messages that one may read, and avatars. What HTML, SVG or unknown bytes are
         *     comes as an attachment of type `application/octet-stream`; nothing is ever run. Needs an access token (an API token
         *     with the scope `read`), or the query of a link.
         */
        get: operations["getFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Look at a file
         * @description Readable are one's own uploads, files of messages that one may read, and avatars. What HTML, SVG or unknown bytes are
         *     comes as an attachment of type `application/octet-stream`; nothing is ever run. Needs an access token (an API token
         *     with the scope `read`), or the query of a link.
         */
        head: operations["headFile"];
        patch?: never;
        trace?: never;
    };
    "/files/{file}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a picture in small
         * @description Upright, and without what the camera wrote beside it. For `custom_face` of a user it is made of the larger form of the
         *     avatar. A picture that is smaller already keeps its size.
         */
        get: operations["getThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Look at a small picture
         * @description Upright, and without what the camera wrote beside it. For `custom_face` of a user it is made of the larger form of the
         *     avatar. A picture that is smaller already keeps its size.
         */
        head: operations["headThumbnail"];
        patch?: never;
        trace?: never;
    };
    "/files/{file}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an address that needs no token
         * @description For `<img>`, `<video>` and downloads of a browser. It is good for an hour, for this session and as long as one may
         *     read the file: it ends with the session, and with the membership. Its query works for the thumbnail as well.
         */
        post: operations["linkFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a resumable upload
         * @description The body may have the first bytes, or all of them.
         */
        post: operations["createUpload"];
        delete?: never;
        /**
         * What of tus is spoken here
         * @description Resumable uploads follow tus 1.0 (https://tus.io/protocols/resumable-upload); tus-js-client works as it is.
         */
        options: operations["describeUploads"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look at an upload */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        /**
         * Forget an upload
         * @description A file that it has become stays.
         */
        delete: operations["deleteUpload"];
        options?: never;
        /** Ask how far an upload is */
        head: operations["headUpload"];
        /**
         * Send bytes of an upload
         * @description What came before a connection broke stays, unless there is a checksum. With the last byte it is a file.
         */
        patch: operations["writeUpload"];
        trace?: never;
    };
    "/bots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's bots */
        get: operations["listBots"];
        put?: never;
        /**
         * Make a bot
         * @description The account of a program. It belongs to you, has no password, and does over REST and the socket what its token says: everything but
         *     what protects an account. It is a friend of yours, so that you can write to it and add it to groups. It owns no group, asks nobody
         *     to be a friend, and writes directly to nobody but you, its friends and those who have written to it. You have at most 50.
         */
        post: operations["createBot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bots/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the bot.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a bot */
        delete: operations["deleteBot"];
        options?: never;
        head?: never;
        /** Rename a bot */
        patch: operations["renameBot"];
        trace?: never;
    };
    "/bots/{id}/token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the bot.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace the token of a bot */
        post: operations["renewBotToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/incoming-webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        /**
         * The addresses at which programs post messages
         * @description For owner and admins of a group, and for the owner of the bot that a direct conversation is with.
         */
        get: operations["listIncomingWebhooks"];
        put?: never;
        /**
         * Make an address to post messages at
         * @description Whoever has the token may write in this one conversation, and reads nothing. Messages come from a bot: in a group from one that is
         *     made for this, unless `bot` names one of yours; else from the bot that the conversation is with. A conversation has at most 20.
         */
        post: operations["createIncomingWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/incoming-webhooks/{webhook}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                webhook: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End an address to post messages at */
        delete: operations["deleteIncomingWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hooks/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Token of an incoming webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K.abc
                 */
                token: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post a message
         * @description For programs that have nothing but this address. A webhook posts at most 2 messages a second, and 30 at once. 403: its bot may not
         *     write there any more.
         */
        post: operations["postToWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's webhooks */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Be told of events at an address
         * @description The server posts a `WebhookPayload` there for each event that you may see, signed as the Standard Webhooks specification says
         *     (docs/integrations.md), until it is answered with 2xx: again after a second, later and later, for about a day. What may arrive
         *     twice has the same `webhook-id`. Addresses of private networks are refused unless the operator allows them. You have at most 20.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        /** One webhook */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** End a webhook */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description Enabling one that was disabled forgives its failures; disabling gives up what waits.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/webhooks/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace the secret of a webhook */
        post: operations["renewWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/ping": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a webhook out */
        post: operations["pingWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        /** What waits for a webhook or was given up */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/deliveries/{delivery}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
                /**
                 * @description Id of the delivery.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                delivery: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a delivery again */
        post: operations["redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Become the first administrator
         * @description The token is in the link that the server says at its start as long as nobody administers it: good once, for a day, until the next
         *     start. The account of these credentials becomes the administrator; when nobody has the name, it is made.
         */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live figures */
        get: operations["stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the server keeps */
        get: operations["storage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Settings and limits in force */
        get: operations["serverSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What administrators did */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All accounts */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Make an account
         * @description Also where registration is closed. Without a password the server makes one.
         */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /** An account */
        get: operations["account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Disable an account or make an administrator
         * @description A disabled account is out on every door within a second, with its bots, and nobody logs in to it. Change one thing at a time. 409: it
         *     is yours, the last administrator, a bot, or disabled.
         */
        patch: operations["editAccount"];
        trace?: never;
    };
    "/admin/users/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an account a new password
         * @description All sessions and API tokens of the account end, and its password for old clients is gone. 409: it is yours, or a bot.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Turn the second factor of an account off
         * @description 409: it is yours.
         */
        delete: operations["dropSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /** Devices and API tokens of an account */
        get: operations["listSessionsOf"];
        put?: never;
        post?: never;
        /** Log an account out everywhere */
        delete: operations["endSessionsOf"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of the session.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                session: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Log one device of an account out */
        delete: operations["endSessionOf"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All groups */
        get: operations["listAllGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the group.
                 * @example 268435456
                 */
                id: components["parameters"]["group"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Dissolve a group */
        delete: operations["endGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What users reported */
        get: operations["listReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/reports/{report}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the report.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                report: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a report was dealt with */
        post: operations["resolveReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            /** @constant */
            type: "about:blank";
            /** @description The HTTP status in words. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            code: components["schemas"]["ErrorCode"];
            /** @description What is wrong, in plain English. */
            detail: string;
            /**
             * @description Tells apart errors of one code where a client acts differently.
             * @enum {string}
             */
            reason?: "unknown_user" | "wrong_password" | "disabled" | "revoked" | "second_factor" | "scope" | "too_long" | "no_space" | "checksum" | "unwanted" | "blocked" | "muted" | "muted_all" | "banned" | "invited";
            /** @description The input at fault. */
            field?: string;
            /**
             * Format: int64
             * @description When trying again makes sense.
             */
            retry_after_ms?: number;
        };
        /** @enum {string} */
        ErrorCode: "invalid" | "unauthenticated" | "forbidden" | "not_found" | "conflict" | "too_large" | "rate_limited" | "unavailable" | "internal";
        /** @description Id of a user or group. */
        Id: string;
        /** @description Id of a conversation, as in d3-12 (users 3 and 12, the smaller one first) and g268435456. */
        ConversationId: string;
        /**
         * Format: int64
         * @description Number of a message in its conversation.
         */
        Seq: number;
        /**
         * Format: int64
         * @description Seq of a message, 0 before the first.
         */
        Position: number;
        /** Format: date-time */
        Time: string;
        /** @description What a client says about itself. */
        Device: {
            /** @description Stays the same on one device. */
            id?: string;
            /** @description Shown in the list of one's devices. */
            name?: string;
        };
        RegisterRequest: {
            /** @description What one logs in with: no control characters, no space at either end. */
            username: string;
            /** @description What others see; empty is the user name. */
            nickname?: string;
            /** @description At most 128 bytes; a server may ask for more than one character. */
            password: string;
            device?: components["schemas"]["Device"];
        };
        LoginRequest: {
            username: string;
            password: string;
            /** @description Code of the second factor or a recovery code, when the account has one. Without it, or with a wrong one, the answer is 401 with the reason second_factor. */
            code?: string;
            device?: components["schemas"]["Device"];
        };
        LinkRequest: {
            token: string;
            device?: components["schemas"]["Device"];
        };
        RefreshRequest: {
            refresh_token: string;
        };
        PasswordRequest: {
            old_password: string;
            /** @description At most 128 bytes. */
            new_password: string;
        };
        Session: {
            /** @description Goes with every request. */
            access_token: string;
            /** @constant */
            token_type: "Bearer";
            /** @description Seconds that the access token is good for. */
            expires_in: number;
            /** @description Good for one exchange; the next one comes with its answer. */
            refresh_token: string;
            /** @description Id of the session. */
            session: string;
            user: components["schemas"]["User"];
        };
        /**
         * @description Kind of client: web, one of the old clients, or api for a token.
         * @enum {string}
         */
        SessionClass: "web" | "api" | "pc" | "android" | "ios" | "mac" | "other";
        LoggedInDevice: {
            /** @description Id of the session. */
            id: string;
            class: components["schemas"]["SessionClass"];
            name: string;
            created_at: components["schemas"]["Time"];
            last_seen_at: components["schemas"]["Time"];
            /** @description The session that asks. */
            current: boolean;
        };
        SessionList: {
            sessions: components["schemas"]["LoggedInDevice"][];
        };
        PasswordConfirmation: {
            /** @description Of the account. */
            password: string;
        };
        CodeConfirmation: {
            /** @description Six digits of the authenticator app. */
            code: string;
        };
        SecondFactor: {
            enabled: boolean;
            /** @description How many are left. */
            recovery_codes: number;
            /** @description Old clients can log in. */
            app_password: boolean;
        };
        SecondFactorSetup: {
            /** @description Base32, to type in. */
            secret: string;
            /** @description otpauth://, to show as a QR code. */
            url: string;
        };
        RecoveryCodes: {
            /** @description Each stands in for a code once. */
            recovery_codes: string[];
        };
        AppPassword: {
            password: string;
        };
        /** @enum {string} */
        Scope: "read" | "messages" | "manage";
        Server: {
            version: string;
            /** @description Of the sources; empty where it is not known. */
            revision: string;
        };
        PushKey: {
            /** @description P-256 uncompressed, in base64url: the applicationServerKey of a subscription. */
            key: string;
        };
        PushSubscription: {
            /** @description Address at the push service. */
            endpoint: string;
            keys: {
                /** @description Public key of the browser, in base64url. */
                p256dh: string;
                /** @description 16 bytes, in base64url. */
                auth: string;
            };
        };
        PushGatewayRequest: {
            url: string;
            /** @description Of 16 characters at least; absent or empty: the server makes one. */
            secret?: string;
        };
        PushGateway: {
            url: string;
            /** @description Only in the answer that makes it. */
            secret?: string;
            created_at: components["schemas"]["Time"];
        };
        APITokenRequest: {
            name: string;
            scopes: components["schemas"]["Scope"][];
            /** @description RFC 3339, in the future; absent or empty for never. */
            expires_at?: string;
        };
        APIToken: {
            id: string;
            name: string;
            scopes: components["schemas"]["Scope"][];
            /** @description Only in the answer that makes it. */
            token?: string;
            created_at: components["schemas"]["Time"];
            last_used_at: components["schemas"]["Time"];
            expires_at?: components["schemas"]["Time"];
        };
        APITokenList: {
            tokens: components["schemas"]["APIToken"][];
        };
        /** @description One's own account. */
        User: {
            id: components["schemas"]["Id"];
            username: string;
            nickname: string;
            /**
             * Format: int32
             * @description Built-in picture.
             */
            face_type: number;
            /** @description Picture of one's own: the name of its file, or empty. */
            custom_face: string;
            /**
             * Format: int32
             * @description 0 male, 1 female.
             */
            gender: number;
            /**
             * Format: int32
             * @description As in 19900101.
             */
            birthday: number;
            signature: string;
            address: string;
            phone: string;
            mail: string;
            /** @description The account of a program. */
            bot?: boolean;
            /** @description Administers the server. */
            admin?: boolean;
        };
        AccountDeletion: {
            /** @description Of the account. */
            password: string;
            /** @description Code of the second factor or a recovery code, when the account has one. Without it, or with a wrong one, the answer is 401 with the reason second_factor. */
            code?: string;
        };
        /** @description What is absent stays as it is. */
        ProfileChange: {
            nickname?: string;
            /** Format: int32 */
            face_type?: number;
            custom_face?: string;
            /** Format: int32 */
            gender?: number;
            /** Format: int32 */
            birthday?: number;
            signature?: string;
            address?: string;
            phone?: string;
            mail?: string;
        };
        /** @description What others see of a user. */
        Profile: {
            id: components["schemas"]["Id"];
            username: string;
            nickname: string;
            /** Format: int32 */
            face_type: number;
            custom_face: string;
            /** Format: int32 */
            gender: number;
            signature: string;
            /** @description The account of a program. */
            bot?: boolean;
            /** @description The account was deleted; nobody is behind it any more. */
            deleted?: boolean;
        };
        UserList: {
            users: components["schemas"]["Profile"][];
            next: components["schemas"]["Next"];
        };
        /** @description discovery: by what strangers find you; write: who may write to you directly; add_to_groups: who makes you a member without asking. */
        Settings: {
            discovery: components["schemas"]["Discovery"];
            /** @enum {string} */
            write: "everyone" | "friends";
            /** @enum {string} */
            add_to_groups: "friends" | "nobody";
            /** @enum {string} */
            last_seen: "everyone" | "friends" | "nobody";
            read_receipts: boolean;
            /** @enum {string} */
            push_content: "full" | "name" | "none";
            auto_reply: components["schemas"]["AutoReply"];
            /** @description An object of the clients, 16 KiB at most; replaced as a whole. */
            client: {
                [key: string]: unknown;
            };
        };
        SettingsChange: {
            discovery?: {
                account?: boolean;
                nickname?: boolean;
                number?: boolean;
            };
            /** @enum {string} */
            write?: "everyone" | "friends";
            /** @enum {string} */
            add_to_groups?: "friends" | "nobody";
            /** @enum {string} */
            last_seen?: "everyone" | "friends" | "nobody";
            read_receipts?: boolean;
            /** @enum {string} */
            push_content?: "full" | "name" | "none";
            auto_reply?: {
                on?: boolean;
                text?: string;
            };
            /** @description An object of the clients, 16 KiB at most; replaced as a whole. */
            client?: {
                [key: string]: unknown;
            };
        };
        Discovery: {
            account: boolean;
            nickname: boolean;
            number: boolean;
        };
        AutoReply: {
            on: boolean;
            text: string;
        };
        /** @description birthday, address, phone and mail are for friends and yourself. */
        Contact: {
            id: components["schemas"]["Id"];
            username: string;
            nickname: string;
            /** Format: int32 */
            face_type: number;
            custom_face: string;
            /** Format: int32 */
            gender: number;
            signature: string;
            bot?: boolean;
            deleted?: boolean;
            friend?: {
                team: string;
                remark: string;
            };
            blocked?: boolean;
            /** Format: int32 */
            birthday?: number;
            address?: string;
            phone?: string;
            mail?: string;
            last_seen?: components["schemas"]["Time"];
        };
        Presence: {
            user: components["schemas"]["Id"];
            /** @enum {string} */
            status: "online" | "away" | "busy" | "offline";
            devices: string[];
            last_seen?: components["schemas"]["Time"];
        };
        PresenceList: {
            presence: components["schemas"]["Presence"][];
        };
        Friend: {
            user: components["schemas"]["Profile"];
            remark: string;
            presence: components["schemas"]["Presence"];
        };
        Team: {
            name: string;
            friends: components["schemas"]["Friend"][];
        };
        FriendList: {
            teams: components["schemas"]["Team"][];
        };
        FriendChange: {
            team?: string;
            remark?: string;
        };
        FriendRequest: {
            user: components["schemas"]["Id"];
            greeting?: string;
        };
        WaitingRequest: {
            user: components["schemas"]["Profile"];
            greeting: string;
            at: components["schemas"]["Time"];
        };
        FriendRequestList: {
            incoming: components["schemas"]["WaitingRequest"][];
            outgoing: components["schemas"]["WaitingRequest"][];
        };
        TeamName: {
            name: string;
        };
        Block: {
            user: components["schemas"]["Profile"];
            at: components["schemas"]["Time"];
        };
        BlockList: {
            blocks: components["schemas"]["Block"][];
            next: components["schemas"]["Next"];
        };
        ErrorReportRequest: {
            message: string;
            /** @description Where it happened. */
            stack?: string;
            /** @description Of the client. */
            version?: string;
            browser?: string;
        };
        ReportRequest: {
            user?: components["schemas"]["Id"];
            c?: components["schemas"]["ConversationId"];
            seq?: components["schemas"]["Seq"];
            /** @enum {string} */
            reason: "spam" | "abuse" | "fraud" | "nudity" | "other";
            text?: string;
        };
        Group: {
            id: components["schemas"]["Id"];
            name: string;
            owner: string;
            notice: string;
            introduction: string;
            picture: string;
            /** @enum {string} */
            join_policy: "open" | "approval" | "invitation";
            muted_all: boolean;
            members: number;
            /**
             * @description Your own; empty when you are not in it, and in events.
             * @enum {string}
             */
            role: "owner" | "admin" | "member" | "";
            created_at: components["schemas"]["Time"];
            card?: string;
        };
        CreatedGroup: {
            id: components["schemas"]["Id"];
            name: string;
            owner: string;
            notice: string;
            introduction: string;
            picture: string;
            /** @enum {string} */
            join_policy: "open" | "approval" | "invitation";
            muted_all: boolean;
            members: number;
            /**
             * @description Your own; empty when you are not in it, and in events.
             * @enum {string}
             */
            role: "owner" | "admin" | "member" | "";
            created_at: components["schemas"]["Time"];
            card?: string;
            refused: components["schemas"]["Refused"][];
        };
        Refused: {
            user: components["schemas"]["Id"];
            code: components["schemas"]["ErrorCode"];
            reason?: string;
            detail: string;
        };
        RefusedList: {
            refused: components["schemas"]["Refused"][];
        };
        GroupList: {
            groups: components["schemas"]["Group"][];
            next: components["schemas"]["Next"];
        };
        NewGroup: {
            name: string;
            users?: components["schemas"]["Id"][];
        };
        GroupEdit: {
            name?: string;
            notice?: string;
            introduction?: string;
            picture?: string;
            /** @enum {string} */
            join_policy?: "open" | "approval" | "invitation";
            muted_all?: boolean;
        };
        JoinRequest: {
            greeting?: string;
        };
        Joined: {
            /** @description Or else an admin has to say yes. */
            joined: boolean;
        };
        UserID: {
            user: components["schemas"]["Id"];
        };
        UserIDs: {
            users: components["schemas"]["Id"][];
        };
        Member: {
            user: components["schemas"]["Profile"];
            /** @enum {string} */
            role: "owner" | "admin" | "member";
            card: string;
            muted_until?: components["schemas"]["Time"];
            joined_at: components["schemas"]["Time"];
        };
        MemberList: {
            members: components["schemas"]["Member"][];
            next: components["schemas"]["Next"];
        };
        MemberEdit: {
            /** @enum {string} */
            role?: "admin" | "member";
            /**
             * Format: date-time
             * @description Null lets them write again; 366 days at most.
             */
            muted_until?: string | null;
            card?: string;
        };
        Ban: {
            user: components["schemas"]["Profile"];
            by: components["schemas"]["Id"];
            at: components["schemas"]["Time"];
        };
        BanList: {
            bans: components["schemas"]["Ban"][];
            next: components["schemas"]["Next"];
        };
        GroupRequestList: {
            requests: components["schemas"]["WaitingRequest"][];
            next: components["schemas"]["Next"];
        };
        NewInvitation: {
            /** @description How many may join by it; 0: any number. */
            uses?: number;
            /** @description Seconds; 0: never. */
            expires_in?: number;
        };
        Invitation: {
            id: string;
            by: components["schemas"]["Id"];
            uses_left?: number;
            expires_at?: components["schemas"]["Time"];
            created_at: components["schemas"]["Time"];
            token?: string;
        };
        InvitationList: {
            invitations: components["schemas"]["Invitation"][];
        };
        InvitationPreview: {
            group: components["schemas"]["Group"];
            by: components["schemas"]["Profile"];
        };
        Conversation: {
            c: components["schemas"]["ConversationId"];
            /** @enum {string} */
            kind: "direct" | "group";
            /** @description Of the peer or the group. */
            name: string;
            peer?: components["schemas"]["Profile"];
            seq: components["schemas"]["Position"];
            rev: components["schemas"]["Rev"];
            read: components["schemas"]["Position"];
            /**
             * Format: int64
             * @description What never counts (one's own, notes, what is not theirs to see) is taken out of the first 1,000 behind the read position.
             */
            unread: number;
            last?: components["schemas"]["Message"];
            pinned: boolean;
            mute: components["schemas"]["Mute"];
            archived: boolean;
            draft: string;
        };
        ConversationList: {
            conversations: components["schemas"]["Conversation"][];
            next: components["schemas"]["Next"];
        };
        /** @description Cursor of the next page, empty at the end. */
        Next: string;
        /** @description An entry of a conversation, whichever client it came from. */
        Message: {
            /** @description Id of the message on this server. */
            mid: string;
            c: components["schemas"]["ConversationId"];
            seq: components["schemas"]["Seq"];
            from: components["schemas"]["Id"];
            ts: components["schemas"]["Time"];
            /** @description Client id that it was sent with. */
            cid?: string;
            body: components["schemas"]["Body"];
            reply_to?: components["schemas"]["Seq"];
            edited?: components["schemas"]["Time"];
            /** @description It was taken back; the body is empty. */
            recalled?: boolean;
            reactions?: components["schemas"]["Reaction"][];
            pinned?: boolean;
            expires?: components["schemas"]["Time"];
            /** @description A note of the server, or of a client's software. Never unread. */
            system?: boolean;
            /** @description Says nothing to a person and is not shown. */
            hidden?: boolean;
            /** @description Kind of client that it came from: web, pc, android and so on. */
            via: string;
        };
        /** @description One emoji under a message. */
        Reaction: {
            emoji: string;
            /** @description The first of those who put it there. */
            users: components["schemas"]["Id"][];
            /** @description How many there are. */
            n: number;
        };
        /** @description First and last of positions in a row that are not to be seen. */
        SkippedRange: components["schemas"]["Seq"][];
        /**
         * @description What a message does: notify, show silently, only count, not even count.
         * @enum {string}
         */
        Mute: "none" | "silent" | "count" | "all";
        ConversationChange: {
            pinned?: boolean;
            mute?: components["schemas"]["Mute"];
            archived?: boolean;
            /** @description Not in the list until there is another message. */
            hidden?: boolean;
            /** @description With `hidden`, the last message that was seen: one that came after it keeps the conversation in the list. */
            seq?: components["schemas"]["Position"];
            draft?: string;
        };
        SeqRequest: {
            seq?: components["schemas"]["Position"];
        };
        ReadPosition: {
            c: components["schemas"]["ConversationId"];
            seq: components["schemas"]["Position"];
        };
        ChangeLog: {
            changes: components["schemas"]["Change"][];
            next: string;
        };
        PinList: {
            messages: components["schemas"]["Message"][];
        };
        ReactionList: {
            reactions: components["schemas"]["Reaction"][];
        };
        ReaderList: {
            readers: components["schemas"]["Profile"][];
        };
        EditRequest: {
            body: components["schemas"]["NewBody"];
        };
        ForwardRequest: {
            from: components["schemas"]["ConversationId"];
            seqs: components["schemas"]["Seq"][];
            to: components["schemas"]["ConversationId"][];
            /** @description All in one message. */
            merged?: boolean;
            cid: string;
        };
        MassRequest: {
            /** @description Users and groups. */
            targets: components["schemas"]["Id"][];
            cid: string;
            body: components["schemas"]["NewBody"];
        };
        DeliveredList: {
            delivered: components["schemas"]["Delivered"][];
        };
        Delivered: {
            c: components["schemas"]["ConversationId"];
            sent: components["schemas"]["Sent"][];
            error?: components["schemas"]["SendError"];
        };
        SendError: {
            code: components["schemas"]["ErrorCode"];
            message: string;
            reason?: string;
            retry_after_ms?: number;
        };
        SearchResult: {
            hits: components["schemas"]["SearchHit"][];
            /** @description Where people are looked for. */
            people?: components["schemas"]["Profile"][];
            /** @description Where groups are looked for. */
            groups?: components["schemas"]["Group"][];
            /** @description Cursor of the next page, empty at the end. */
            next: string;
        };
        SearchHit: {
            message: components["schemas"]["Message"];
            /** @description The part of the text that was looked for, at most 160 characters, in pieces. */
            snippet: {
                text: string;
                /** @description This is what was looked for. */
                hit?: boolean;
            }[];
        };
        /** @description A piece of a conversation. Its messages and `skip` together leave no position out. */
        MessagePage: {
            messages: components["schemas"]["Message"][];
            skip: components["schemas"]["SkippedRange"][];
            /** @description There are more in the direction that was asked for. */
            more: boolean;
            /** @description The `before` or `after` of the next page, empty at the end. */
            next: string;
        };
        SendRequest: {
            /** @description Makes a repeat harmless; a ULID or the like. At most 64 bytes. */
            cid: string;
            body: components["schemas"]["NewBody"];
            reply_to?: components["schemas"]["Position"];
            /** @description After so many milliseconds nobody sees it any more: a second to a year, 0 for never. */
            ttl_ms?: number;
        };
        Sent: {
            c: components["schemas"]["ConversationId"];
            seq: components["schemas"]["Seq"];
            mid: string;
            ts: components["schemas"]["Time"];
            /** @description It was stored by an earlier attempt. */
            dup: boolean;
        };
        /** @description What a message says. */
        Body: {
            /** @description Plain rendering of the segments, for previews. */
            text: string;
            segments: components["schemas"]["Segment"][];
            font?: components["schemas"]["Font"];
        };
        /** @description A piece of a body, of exactly one kind; `name` goes with `mention` only. */
        Segment: {
            /** @description Lines end with a line feed. */
            text?: string;
            /** @description Built-in emoticon. */
            face?: number;
            /** @description Id of a user or `all`. */
            mention?: string;
            /** @description Name of who is mentioned. */
            name?: string;
            image?: components["schemas"]["Image"];
            file?: components["schemas"]["File"];
            voice?: components["schemas"]["Voice"];
            video?: components["schemas"]["Video"];
            /** @description The window shake of the PC client. */
            nudge?: boolean;
            card?: components["schemas"]["Card"];
            forward?: components["schemas"]["Quote"][];
            system?: components["schemas"]["System"];
        };
        Font: {
            family?: string;
            /** @description Points. */
            size?: number;
            /** @description As in #3a7bd5. */
            color?: string;
            bold?: boolean;
            italic?: boolean;
            underline?: boolean;
        };
        /** @description Name of stored content. */
        FileRef: string;
        Image: {
            file: components["schemas"]["FileRef"];
            name?: string;
            /**
             * Format: int64
             * @description Bytes, 0 unknown.
             */
            size: number;
            /** @description Pixels, 0 unknown. */
            width: number;
            /** @description Pixels, 0 unknown. */
            height: number;
            thumb?: components["schemas"]["FileRef"];
        };
        File: {
            file: components["schemas"]["FileRef"];
            name: string;
            /** Format: int64 */
            size: number;
            /** @description Media type. */
            type?: string;
        };
        Voice: {
            file: components["schemas"]["FileRef"];
            /** Format: int64 */
            size: number;
            /** Format: int64 */
            duration_ms: number;
            /** @description Outline for drawing it. */
            waveform?: number[];
        };
        Video: {
            file: components["schemas"]["FileRef"];
            name?: string;
            /** Format: int64 */
            size: number;
            width: number;
            height: number;
            /** Format: int64 */
            duration_ms: number;
            poster?: components["schemas"]["FileRef"];
        };
        /** @description Introduces a user, a group or a web page. */
        Card: {
            /** @enum {string} */
            kind: "user" | "group" | "link";
            /** @description Of the user or group. */
            id?: string;
            /** @description Of the user or group, or the title of the page. */
            name?: string;
            /** @description http or https. */
            url?: string;
            /** @description Description of the page. */
            text?: string;
        };
        /** @description A message of a merged forward, as who forwarded it says that it was. */
        Quote: {
            /** @description Id of a user. */
            from: string;
            name?: string;
            /** Format: date-time */
            ts: string;
            segments: components["schemas"]["Segment"][];
        };
        /** @description What happened in the conversation, written by the server. */
        System: {
            kind: string;
            by?: components["schemas"]["Person"];
            users?: components["schemas"]["Person"][];
            name?: string;
            file?: components["schemas"]["FileRef"];
            /** @description Plain rendering of kinds that a client does not know. */
            text?: string;
        };
        Person: {
            id: string;
            name?: string;
        };
        /**
         * @description What a message says: a text, or segments, from which the text is then made. At most 256 KiB, also as the server
         *     writes it, 20,000 characters of text and 500 segments, those of forwards included.
         */
        NewBody: {
            text?: string;
            segments?: components["schemas"]["NewSegment"][];
            font?: components["schemas"]["NewFont"];
        };
        /** @description Of exactly one kind; `name` goes with `mention` only. */
        NewSegment: {
            text?: string;
            /** @description Built-in emoticon. */
            face?: number;
            /** @description Id of a user or `all`. */
            mention?: string;
            /** @description Name of who is mentioned. */
            name?: string;
            image?: components["schemas"]["NewImage"];
            file?: components["schemas"]["NewFile"];
            voice?: components["schemas"]["NewVoice"];
            video?: components["schemas"]["NewVideo"];
            /**
             * @description The window shake of the PC client.
             * @enum {boolean}
             */
            nudge?: true;
            card?: components["schemas"]["NewCard"];
        };
        NewFont: {
            /** @description At most 31 UTF-16 units. */
            family?: string;
            size?: number;
            color?: string;
            bold?: boolean;
            italic?: boolean;
            underline?: boolean;
        };
        /** @description Name of stored content. */
        NewFileRef: string;
        /**
         * Format: int64
         * @description Bytes.
         */
        NewSize: number;
        /** @description Pixels. */
        NewSide: number;
        /** Format: int64 */
        NewDuration: number;
        NewImage: {
            file: components["schemas"]["NewFileRef"];
            name?: string;
            size?: components["schemas"]["NewSize"];
            width?: components["schemas"]["NewSide"];
            height?: components["schemas"]["NewSide"];
            thumb?: components["schemas"]["NewFileRef"];
        };
        NewFile: {
            file: components["schemas"]["NewFileRef"];
            name: string;
            size?: components["schemas"]["NewSize"];
            type?: string;
        };
        NewVoice: {
            file: components["schemas"]["NewFileRef"];
            size?: components["schemas"]["NewSize"];
            duration_ms?: components["schemas"]["NewDuration"];
            waveform?: number[];
        };
        NewVideo: {
            file: components["schemas"]["NewFileRef"];
            name?: string;
            size?: components["schemas"]["NewSize"];
            width?: components["schemas"]["NewSide"];
            height?: components["schemas"]["NewSide"];
            duration_ms?: components["schemas"]["NewDuration"];
            poster?: components["schemas"]["NewFileRef"];
        };
        NewCard: {
            /** @enum {string} */
            kind: "user" | "group" | "link";
            /** @description Of the user or group, in digits. */
            id?: string;
            name?: string;
            /** @description For a link: http or https. */
            url?: string;
            text?: string;
        };
        /**
         * Format: int64
         * @description Number of a change of a conversation, 0 before the first.
         */
        Rev: number;
        /**
         * Format: int64
         * @description Number of an entry of a user's own log.
         */
        EventPosition: number;
        SyncRequest: {
            resume?: components["schemas"]["Resume"];
            /** @description How long to wait for something new. */
            wait_ms?: number;
            /** @description `more` of an earlier answer: further conversations. */
            more?: string;
        };
        /** @description How far a client has got. An empty one asks for everything. */
        Resume: {
            /** @description Of the answer the positions are from. */
            epoch?: string;
            u?: components["schemas"]["EventPosition"];
            /** @description Seq and rev of the conversations that the client has. */
            c?: {
                [key: string]: number[];
            };
        };
        Sync: {
            epoch: string;
            /** @description The positions are of another history or too old. Drop everything and take this instead. */
            reset?: boolean;
            u: components["schemas"]["EventPosition"];
            events: components["schemas"]["UserEvent"][];
            /** @description There are more events; ask on from u. */
            events_more?: boolean;
            c: components["schemas"]["ConversationSync"][];
            /** @description There are further conversations: ask on with it. */
            more: string | null;
        };
        /** @description A conversation in which something is new, or one that the client did not name. */
        ConversationSync: {
            c: components["schemas"]["ConversationId"];
            /** @enum {string} */
            kind: "direct" | "group";
            /** @description Of the peer or the group. */
            name: string;
            peer?: components["schemas"]["Profile"];
            seq: components["schemas"]["Position"];
            rev: components["schemas"]["Rev"];
            read: components["schemas"]["Position"];
            /**
             * Format: int64
             * @description What never counts (one's own, notes, what is not theirs to see) is taken out of the first 1,000 behind the read position.
             */
            unread: number;
            last?: components["schemas"]["Message"];
            pinned: boolean;
            mute: components["schemas"]["Mute"];
            archived: boolean;
            draft: string;
            /** @description Messages before last are left out. Page on demand. */
            gap?: boolean;
            /** @description Changes are left out. Drop what is kept of this conversation. */
            stale?: boolean;
            /** @description One is not in this conversation any more. */
            gone?: boolean;
            messages?: components["schemas"]["Message"][];
            /** @description First and last of positions that one may not see. */
            skip?: components["schemas"]["Seq"][][];
            changes?: components["schemas"]["Change"][];
            /** @description The page ends before the log does. */
            more?: boolean;
        };
        UserEvent: {
            u: components["schemas"]["EventPosition"];
            /** @enum {string} */
            kind: "read" | "conversation" | "friend" | "request" | "group" | "team" | "block" | "profile" | "settings" | "session";
            ts: components["schemas"]["Time"];
            d: components["schemas"]["UserEventData"];
        };
        /** @description What happened: docs/realtime.md, User events. */
        UserEventData: {
            action: string;
            /** @description Id of the session that started or ended. */
            session?: string;
            class?: components["schemas"]["SessionClass"];
            /** @description Id of the session that made it, of an API token of one's own. */
            maker?: string;
        } & {
            [key: string]: unknown;
        };
        Change: {
            c: components["schemas"]["ConversationId"];
            rev: components["schemas"]["Rev"];
            /** @enum {string} */
            kind: "edit" | "recall" | "react" | "pin" | "members" | "settings" | "skip";
            seq?: components["schemas"]["Seq"];
            by: components["schemas"]["Id"];
            ts: components["schemas"]["Time"];
            /** @description How the thing is now: docs/realtime.md, Changes. */
            d: {
                [key: string]: unknown;
            };
        };
        /** @description Id of a file, as it stands in messages. */
        FileId: string;
        StoredFile: {
            file: components["schemas"]["FileId"];
            name: string;
            /**
             * Format: int64
             * @description Bytes.
             */
            size: number;
            /** @description Media type, found out by the server. */
            type: string;
            /** @description Pixels of a picture as it is shown. */
            width?: number;
            height?: number;
            created_at: components["schemas"]["Time"];
        };
        FileLink: {
            /** @description Path and query on this server. */
            url: string;
            expires: components["schemas"]["Time"];
        };
        ClaimRequest: {
            /** @description Of the file, 32 hex digits. */
            md5: string;
            /** Format: int64 */
            size: number;
            /** @description Needed with the proof. */
            name?: string;
            challenge?: string;
            /** @description SHA-256 in hex digits. */
            proof?: string;
        };
        Challenge: {
            /** @description To be sent back within two minutes. */
            challenge: string;
            /** @description Bytes in hex digits. */
            nonce: string;
            pieces: components["schemas"]["FilePiece"][];
        };
        FilePiece: {
            /** Format: int64 */
            offset: number;
            /** Format: int64 */
            length: number;
        };
        Upload: {
            id: string;
            name: string;
            /** Format: int64 */
            size: number;
            /**
             * Format: int64
             * @description Bytes that are here.
             */
            offset: number;
            expires: components["schemas"]["Time"];
            file?: components["schemas"]["StoredFile"];
        };
        NewBot: {
            /** @description One finds the bot by it; nobody logs in with it. */
            username: string;
            /** @description What others see; empty is the user name. */
            nickname?: string;
        };
        BotEdit: {
            nickname: string;
        };
        Bot: {
            user: components["schemas"]["Profile"];
            /** @description Only in the answer that makes it. */
            token?: string;
            created_at: components["schemas"]["Time"];
            last_used_at?: components["schemas"]["Time"];
        };
        BotList: {
            bots: components["schemas"]["Bot"][];
        };
        BotToken: {
            token: string;
        };
        NewIncomingWebhook: {
            /** @description What it is for; a bot that is made for it is called so. */
            name: string;
            bot?: components["schemas"]["Id"];
        };
        IncomingWebhook: {
            id: string;
            name: string;
            bot: components["schemas"]["Profile"];
            by: components["schemas"]["Id"];
            /** @description Only in the answer that makes it. */
            token?: string;
            /** @description Where to post on this server, with the token; only in the answer that makes it. */
            path?: string;
            created_at: components["schemas"]["Time"];
            last_used_at?: components["schemas"]["Time"];
        };
        IncomingWebhookList: {
            incoming_webhooks: components["schemas"]["IncomingWebhook"][];
        };
        WebhookPost: {
            text: string;
            /** @description On whose behalf: it is put before the text. */
            name?: string;
            /** @description Name of this message, such as the number of a build: the same again is stored once. */
            cid?: string;
        };
        /** @enum {string} */
        WebhookEvent: "message" | "edit" | "recall" | "react" | "pin" | "members" | "settings" | "friend" | "request" | "group";
        NewWebhook: {
            /** @description https, or http to a network that the operator allows; without user, password and fragment. */
            url: string;
            events: components["schemas"]["WebhookEvent"][];
            /** @description Only of this conversation; absent or empty: of all that you are in. */
            c?: string;
        };
        /** @description What is absent stays as it is. */
        WebhookEdit: {
            url?: string;
            events?: components["schemas"]["WebhookEvent"][];
            enabled?: boolean;
        };
        Webhook: {
            id: string;
            url: string;
            events: components["schemas"]["WebhookEvent"][];
            c?: components["schemas"]["ConversationId"];
            enabled: boolean;
            /** @description Only in the answer that makes it. */
            secret?: string;
            created_at: components["schemas"]["Time"];
            last_at?: components["schemas"]["Time"];
            /**
             * Format: int32
             * @description Of HTTP, at the newest attempt; absent when there was no answer.
             */
            last_status?: number;
            /** @description What was wrong with the newest attempt. */
            last_error?: string;
            failing_since?: components["schemas"]["Time"];
            disabled_at?: components["schemas"]["Time"];
            disabled_reason?: string;
            /**
             * Format: int64
             * @description Events that found 5000 others waiting.
             */
            dropped: number;
        };
        WebhookList: {
            webhooks: components["schemas"]["Webhook"][];
        };
        WebhookSecret: {
            /** @description whsec_ and base64, as libraries of Standard Webhooks take it. */
            secret: string;
        };
        WebhookDelivery: {
            /** @description The `webhook-id` of the call. */
            id: string;
            event: string;
            c?: components["schemas"]["ConversationId"];
            /** @enum {string} */
            state: "waiting" | "dead";
            /** Format: int32 */
            attempts: number;
            next_at?: components["schemas"]["Time"];
            /** Format: int32 */
            last_status?: number;
            last_error?: string;
            created_at: components["schemas"]["Time"];
        };
        WebhookDeliveryList: {
            deliveries: components["schemas"]["WebhookDelivery"][];
            next: components["schemas"]["Next"];
        };
        /** @description What is posted to a webhook: data is a Message, a Change or a UserEvent, by event, and empty for ping. */
        WebhookPayload: {
            /** @description Of the delivery, as in `webhook-id`. */
            id: string;
            webhook: string;
            event: string;
            ts: components["schemas"]["Time"];
            data: Record<string, never>;
        };
        SetupRequest: {
            /** @description What follows setup= in the link. */
            token: string;
            username: string;
            /** @description Of an account that is made for this; empty is the user name. */
            nickname?: string;
            /** @description At most 128 bytes. */
            password: string;
            /** @description Code of the second factor, when the account has one. */
            code?: string;
            device?: components["schemas"]["Device"];
        };
        /** @description A user as administrators see them. */
        Account: {
            id: components["schemas"]["Id"];
            username: string;
            nickname: string;
            /** Format: int32 */
            face_type: number;
            custom_face: string;
            /** Format: int32 */
            gender: number;
            signature: string;
            /** @description The account of a program. */
            bot?: boolean;
            /** @description The account was deleted; nobody is behind it any more. */
            deleted?: boolean;
            /** @description Administers the server. */
            admin: boolean;
            /** @description May not log in. */
            disabled: boolean;
            /** @description Logs in with a code besides the password. */
            second_factor: boolean;
            /** @description Is connected, visibly or not. */
            online: boolean;
            created_at: components["schemas"]["Time"];
            last_seen?: components["schemas"]["Time"];
        };
        AccountList: {
            users: components["schemas"]["Account"][];
            /** @description Cursor of the next page, empty at the end. */
            next: string;
        };
        NewAccount: {
            username: string;
            /** @description Empty is the user name. */
            nickname?: string;
            /** @description Empty or absent lets the server make one. */
            password?: string;
        };
        CreatedAccount: {
            user: components["schemas"]["Account"];
            /** @description The one that the server made, shown this once. */
            password?: string;
        };
        /** @description What is absent stays as it is. */
        AccountEdit: {
            disabled?: boolean;
            admin?: boolean;
        };
        NewPassword: {
            password: string;
        };
        /** @description A group as administrators see it. */
        GroupEntry: {
            id: components["schemas"]["Id"];
            name: string;
            owner?: components["schemas"]["Profile"];
            introduction: string;
            /** @enum {string} */
            join_policy: "open" | "approval" | "invitation";
            members: number;
            created_at: components["schemas"]["Time"];
        };
        GroupEntryList: {
            groups: components["schemas"]["GroupEntry"][];
            /** @description Cursor of the next page, empty at the end. */
            next: string;
        };
        /** @description A report as administrators see it. */
        ReportEntry: {
            id: string;
            by?: components["schemas"]["Profile"];
            user?: components["schemas"]["Profile"];
            c?: components["schemas"]["ConversationId"];
            seq?: components["schemas"]["Seq"];
            /** @enum {string} */
            reason: "spam" | "abuse" | "fraud" | "nudity" | "other";
            /** @description What the one who reports adds. */
            text: string;
            /** @description What the message said when it was reported, as plain text. */
            message?: string;
            created_at: components["schemas"]["Time"];
            handled_at?: components["schemas"]["Time"];
            handled_by?: components["schemas"]["Profile"];
            /** @description What the administrator decided. */
            note?: string;
        };
        ReportEntryList: {
            reports: components["schemas"]["ReportEntry"][];
            /** @description Cursor of the next page, empty at the end. */
            next: string;
        };
        Resolution: {
            /** @description What you decided; may be empty. */
            note: string;
        };
        /** @description Something that an administrator did. Without `by` it was somebody at the machine of the server. */
        AuditEntry: {
            id: string;
            at: components["schemas"]["Time"];
            /** @enum {string} */
            act: "setup" | "user.create" | "user.disable" | "user.enable" | "user.password" | "user.second_factor" | "user.sessions" | "admin.give" | "admin.take" | "group.dissolve" | "report.resolve";
            by?: components["schemas"]["Profile"];
            user?: components["schemas"]["Profile"];
            group?: components["schemas"]["Id"];
            report?: string;
            /** @description What else one wants to know: never a password or a message. */
            detail: string;
        };
        AuditLog: {
            acts: components["schemas"]["AuditEntry"][];
            /** @description Cursor of the next page, empty at the end. */
            next: string;
        };
        ServerSetting: {
            /** @description Of the flag, without dashes. */
            name: string;
            /** @description Empty when nothing is set. Passwords are left out. */
            value: string;
            group: string;
            help: string;
        };
        ServerSettingList: {
            settings: components["schemas"]["ServerSetting"][];
        };
        Connections: {
            /** @description Kind of client: web, pc, android and so on. */
            class: string;
            /**
             * @description WebSocket, a request over REST that waits for news, or the port of the old clients.
             * @enum {string}
             */
            door: "socket" | "sync" | "legacy";
            n: number;
        };
        ServerStats: {
            at: components["schemas"]["Time"];
            started_at: components["schemas"]["Time"];
            connections: components["schemas"]["Connections"][];
            /** @description Stored in each of the last 60 seconds, the present one last. */
            messages: number[];
            /** @description Over these 60 seconds. */
            messages_per_second: number;
            /** @description Half of them were on disk within this many milliseconds of coming in; absent without a message. */
            stored_within_ms_p50?: number;
            /** @description 99 of 100 were; absent without a message. */
            stored_within_ms_p99?: number;
            /** @description Messages that wait to be stored now. */
            queued: number;
            /** @description From which on messages are refused. */
            queue_limit: number;
            /** @description Reports that nobody has dealt with; counted to 100. */
            open_reports: number;
            /**
             * Format: int64
             * @description Bytes that the process has of the system.
             */
            memory: number;
            goroutines: number;
        };
        KindUse: {
            /** @enum {string} */
            kind: "picture" | "audio" | "video" | "other";
            /** Format: int64 */
            count: number;
            /**
             * Format: int64
             * @description In bytes.
             */
            size: number;
        };
        ServerStorage: {
            /**
             * Format: int64
             * @description Bytes of the database, with its indexes.
             */
            database: number;
            /**
             * Format: int64
             * @description Accounts that were not deleted, bots among them.
             */
            users: number;
            /** Format: int64 */
            groups: number;
            /**
             * Format: int64
             * @description Ever sent.
             */
            messages: number;
            files: components["schemas"]["KindUse"][];
            /**
             * Format: int64
             * @description Bytes that the disk of the files has left.
             */
            free_disk: number;
        };
    };
    responses: {
        /** @description It is the answer that you have. */
        NotModified: {
            headers: {
                ETag: string;
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request is not as documented here; `field` names what is wrong. */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no valid credential. */
        Unauthenticated: {
            headers: {
                "WWW-Authenticate": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description You may not do this. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing, or you may not know of it. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It contradicts what there is. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body, or something in it, is larger than is allowed. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description You do this too often; try again after the time that the answer says. */
        RateLimited: {
            headers: {
                /** @description Seconds. */
                "Retry-After": number;
                /** @description What is left, as in every answer. */
                RateLimit?: string;
                /** @description The limit, as in every answer. */
                "RateLimit-Policy"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server cannot do this now; whether it was done is not known. */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Most entries in the answer. */
        limit: number;
        /** @description `next` of the page before. */
        cursor: string;
        /**
         * @description Id of the conversation.
         * @example d1-2
         */
        conversation: components["schemas"]["ConversationId"];
        /**
         * @description Id of the user.
         * @example 2
         */
        user: components["schemas"]["Id"];
        /**
         * @description Id of the group.
         * @example 268435456
         */
        group: components["schemas"]["Id"];
        /**
         * @description Number of the message in its conversation.
         * @example 1
         */
        seq: components["schemas"]["Seq"];
        /**
         * @description Id of the file.
         * @example d41d8cd98f00b204e9800998ecf8427e
         */
        file: string;
        /**
         * @description Id of the upload.
         * @example ABCDEFGHIJKLMNOPQRSTUVWXYZ
         */
        upload: string;
        /**
         * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
         *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
         */
        idempotencyKey: string;
        /** @description ETag of the answer that one has. */
        ifNoneMatch: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "username": "alice",
                 *       "nickname": "Alice",
                 *       "password": "correct horse",
                 *       "device": {
                 *         "id": "01JD",
                 *         "name": "Firefox"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["RegisterRequest"];
            };
        };
        responses: {
            /** @description The account, and a session of this device. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiIsImtpZCI6IjdmM2EifQ.e30.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in": 900,
                     *       "refresh_token": "01M8AVGQAHFY4CBTPEGQT9TJCZ.YBPGB5G0eEFcoPbJA5792lQ_VjGZQZZekhJwP96nC9k",
                     *       "session": "01M8AVGQAHFY4CBTPEGQT9TJCZ",
                     *       "user": {
                     *         "id": "2",
                     *         "username": "bob",
                     *         "nickname": "bob",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "birthday": 19900101,
                     *         "signature": "",
                     *         "address": "",
                     *         "phone": "",
                     *         "mail": ""
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Invalid"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "username": "alice",
                 *       "password": "correct horse",
                 *       "device": {
                 *         "id": "01JD",
                 *         "name": "Firefox"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiIsImtpZCI6IjdmM2EifQ.e30.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in": 900,
                     *       "refresh_token": "01M8AVH5Z0P34VGDP2NQR1QFFR._3Vk-tjOY3uwQ6zcbSinPfdH_Krn26pFYkrDlq1B32U",
                     *       "session": "01M8AVH5Z0P34VGDP2NQR1QFFR",
                     *       "user": {
                     *         "id": "4",
                     *         "username": "dora",
                     *         "nickname": "dora",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "birthday": 19900101,
                     *         "signature": "",
                     *         "address": "",
                     *         "phone": "",
                     *         "mail": ""
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    logInByLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "4YHX3VKDTW6C2ZQJ7MNBR5SFGA",
                 *       "device": {
                 *         "id": "01JD",
                 *         "name": "Firefox"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["LinkRequest"];
            };
        };
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiIsImtpZCI6IjdmM2EifQ.e30.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in": 900,
                     *       "refresh_token": "01M8AVH5Z0P34VGDP2NQR1QFFR._3Vk-tjOY3uwQ6zcbSinPfdH_Krn26pFYkrDlq1B32U",
                     *       "session": "01M8AVH5Z0P34VGDP2NQR1QFFR",
                     *       "user": {
                     *         "id": "4",
                     *         "username": "dora",
                     *         "nickname": "dora",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "birthday": 19900101,
                     *         "signature": "",
                     *         "address": "",
                     *         "phone": "",
                     *         "mail": ""
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "01M8AVH628KJRCR4Q8CS9R2D0P.g-gA8iZ0itCX8AuS_jHh4MVn5jHvteHOr6u-giyPWcQ"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description The session with new tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiIsImtpZCI6IjdmM2EifQ.e30.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in": 900,
                     *       "refresh_token": "01M8AVH628KJRCR4Q8CS9R2D0P.etLbPKENF2rq7geweGGqc4mb4oWyMp86eofXXdHL0Mo",
                     *       "session": "01M8AVH628KJRCR4Q8CS9R2D0P",
                     *       "user": {
                     *         "id": "4",
                     *         "username": "dora",
                     *         "nickname": "dora",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "birthday": 19900101,
                     *         "signature": "",
                     *         "address": "",
                     *         "phone": "",
                     *         "mail": ""
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1",
                     *       "username": "alice",
                     *       "nickname": "alice",
                     *       "face_type": 0,
                     *       "custom_face": "",
                     *       "gender": 0,
                     *       "birthday": 19900101,
                     *       "signature": "",
                     *       "address": "",
                     *       "phone": "",
                     *       "mail": ""
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse",
                 *       "code": "123456"
                 *     }
                 */
                "application/json": components["schemas"]["AccountDeletion"];
            };
        };
        responses: {
            /** @description The account is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "nickname": "Alice",
                 *       "signature": "back on Monday"
                 *     }
                 */
                "application/json": components["schemas"]["ProfileChange"];
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1",
                     *       "username": "alice",
                     *       "nickname": "Alice",
                     *       "face_type": 0,
                     *       "custom_face": "",
                     *       "gender": 0,
                     *       "birthday": 19900101,
                     *       "signature": "Alice",
                     *       "address": "",
                     *       "phone": "",
                     *       "mail": ""
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "new_password": "battery staple",
                 *       "old_password": "correct horse"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordRequest"];
            };
        };
        responses: {
            /** @description The password is changed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    setAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1",
                     *       "username": "alice",
                     *       "nickname": "alice",
                     *       "face_type": 3,
                     *       "custom_face": "2b661d2525336a19dfe059bc8b1a0f95",
                     *       "gender": 0,
                     *       "birthday": 19900101,
                     *       "signature": "back on Monday",
                     *       "address": "",
                     *       "phone": "",
                     *       "mail": ""
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
            /** @description The disk of the server is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1",
                     *       "username": "alice",
                     *       "nickname": "alice",
                     *       "face_type": 3,
                     *       "custom_face": "",
                     *       "gender": 0,
                     *       "birthday": 19900101,
                     *       "signature": "back on Monday",
                     *       "address": "",
                     *       "phone": "",
                     *       "mail": ""
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is set up. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "enabled": false,
                     *       "recovery_codes": 0,
                     *       "app_password": false
                     *     }
                     */
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    beginSecondFactor: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordConfirmation"];
            };
        };
        responses: {
            /** @description The secret. It is not asked for until it is confirmed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "FAQ6SC2XDNFU5E4LBUY7WWQICOVRGBMH",
                     *       "url": "otpauth://totp/flamingo:frank?algorithm=SHA1&digits=6&issuer=flamingo&period=30&secret=FAQ6SC2XDNFU5E4LBUY7WWQICOVRGBMH"
                     *     }
                     */
                    "application/json": components["schemas"]["SecondFactorSetup"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "364647"
                 *     }
                 */
                "application/json": components["schemas"]["CodeConfirmation"];
            };
        };
        responses: {
            /** @description The recovery codes. They are shown this once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_codes": [
                     *         "isio-o26z-umfw-6td2",
                     *         "t7dw-jzbf-zxe6-tfpo",
                     *         "i4b6-s6nb-u6ly-5jlv",
                     *         "ewvu-nqzc-d6z7-66aq",
                     *         "xtgc-5zaq-rpm5-lzul",
                     *         "cvid-2jmb-ic7l-m4ud",
                     *         "zqbm-65yr-w7a5-wyvg",
                     *         "cts7-bi3c-wyug-lwak",
                     *         "jcdf-uobl-dbgg-jcrj",
                     *         "jm74-diyv-ytbh-qfdw"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeSecondFactor: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordConfirmation"];
            };
        };
        responses: {
            /** @description It has ended, with its recovery codes and app password. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordConfirmation"];
            };
        };
        responses: {
            /** @description The new ones. They are shown this once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_codes": [
                     *         "4zod-2jwx-smrc-7gdu",
                     *         "4hwn-neu6-efes-yqh6",
                     *         "k2t2-pzmy-mjd4-6r2b",
                     *         "6d67-gnn6-ol5w-dda6",
                     *         "pep7-zkse-hy7f-nzqg",
                     *         "rkxv-lbmu-t6m3-oxg5",
                     *         "apvc-4j36-glwb-b37b",
                     *         "fq5j-ne5k-3ajg-go5v",
                     *         "2tgi-owqq-eoni-7zen",
                     *         "chxt-h4mh-as2f-umn6"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    renewAppPassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordConfirmation"];
            };
        };
        responses: {
            /** @description The password. It is shown this once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "password": "correct horse"
                     *     }
                     */
                    "application/json": components["schemas"]["AppPassword"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeAppPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Old clients cannot log in any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The devices, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sessions": [
                     *         {
                     *           "id": "01M8AVH628KJRCR4Q8CS9R2D0P",
                     *           "class": "web",
                     *           "name": "web",
                     *           "created_at": "2026-11-26T02:39:08.872Z",
                     *           "last_seen_at": "2026-11-26T02:39:08.877Z",
                     *           "current": true
                     *         },
                     *         {
                     *           "id": "01M8AVH5Z0P34VGDP2NQR1QFFR",
                     *           "class": "web",
                     *           "name": "a test",
                     *           "created_at": "2026-11-26T02:39:08.768Z",
                     *           "last_seen_at": "2026-11-26T02:39:08.769Z",
                     *           "current": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the session.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listApiTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tokens, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tokens": [
                     *         {
                     *           "id": "01M8AVH71GRHXMG1P1RBEV0S6W",
                     *           "name": "backup",
                     *           "scopes": [
                     *             "read"
                     *           ],
                     *           "created_at": "2026-11-26T02:39:09.872Z",
                     *           "last_used_at": "2026-11-26T02:39:09.872Z",
                     *           "expires_at": "2026-11-26T03:39:09.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["APITokenList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createApiToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expires_at": "2026-11-26T03:39:09Z",
                 *       "name": "backup",
                 *       "scopes": [
                 *         "read"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["APITokenRequest"];
            };
        };
        responses: {
            /** @description The token. It is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01M8AVH71GRHXMG1P1RBEV0S6W",
                     *       "name": "backup",
                     *       "scopes": [
                     *         "read"
                     *       ],
                     *       "token": "flamingo_01M8AVH71GRHXMG1P1RBEV0S6W_W6fL…",
                     *       "created_at": "2026-11-26T02:39:09.872Z",
                     *       "last_used_at": "2026-11-26T02:39:09.872Z",
                     *       "expires_at": "2026-11-26T03:39:09.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["APIToken"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeApiToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the token.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token is worth nothing any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    findUsers: {
        parameters: {
            query?: {
                /** @description The beginning of an account or nickname, or a number; needed unless username is there. */
                q?: string;
                /** @description The exact account name. */
                username?: string;
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who was found; nobody is an empty list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "users": [
                     *         {
                     *           "id": "1",
                     *           "username": "alice",
                     *           "nickname": "Alice",
                     *           "face_type": 0,
                     *           "custom_face": "",
                     *           "gender": 0,
                     *           "signature": "Alice"
                     *         }
                     *       ],
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["UserList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "discovery": {
                     *         "account": true,
                     *         "nickname": true,
                     *         "number": true
                     *       },
                     *       "write": "everyone",
                     *       "add_to_groups": "friends",
                     *       "last_seen": "friends",
                     *       "read_receipts": true,
                     *       "push_content": "full",
                     *       "auto_reply": {
                     *         "on": false,
                     *         "text": ""
                     *       },
                     *       "client": {}
                     *     }
                     */
                    "application/json": components["schemas"]["Settings"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "auto_reply": {
                 *         "on": false,
                 *         "text": "later"
                 *       },
                 *       "client": {
                 *         "theme": "dark"
                 *       },
                 *       "last_seen": "nobody"
                 *     }
                 */
                "application/json": components["schemas"]["SettingsChange"];
            };
        };
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "discovery": {
                     *         "account": true,
                     *         "nickname": true,
                     *         "number": true
                     *       },
                     *       "write": "everyone",
                     *       "add_to_groups": "friends",
                     *       "last_seen": "nobody",
                     *       "read_receipts": true,
                     *       "push_content": "full",
                     *       "auto_reply": {
                     *         "on": false,
                     *         "text": "later"
                     *       },
                     *       "client": {
                     *         "theme": "dark"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Settings"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 12
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1",
                     *       "username": "alice",
                     *       "nickname": "Alice",
                     *       "face_type": 0,
                     *       "custom_face": "",
                     *       "gender": 0,
                     *       "signature": "Alice",
                     *       "friend": {
                     *         "team": "My Friends",
                     *         "remark": ""
                     *       },
                     *       "birthday": 19900101
                     *     }
                     */
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    presence: {
        parameters: {
            query: {
                /** @description Ids, with commas between them, 200 at most. */
                users: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "presence": [
                     *         {
                     *           "user": "1",
                     *           "status": "offline",
                     *           "devices": []
                     *         },
                     *         {
                     *           "user": "7",
                     *           "status": "offline",
                     *           "devices": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PresenceList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    friends: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer that one has. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "teams": [
                     *         {
                     *           "name": "My Friends",
                     *           "friends": []
                     *         },
                     *         {
                     *           "name": "同事",
                     *           "friends": [
                     *             {
                     *               "user": {
                     *                 "id": "7",
                     *                 "username": "petra",
                     *                 "nickname": "petra",
                     *                 "face_type": 0,
                     *                 "custom_face": "",
                     *                 "gender": 0,
                     *                 "signature": ""
                     *               },
                     *               "remark": "Petra",
                     *               "presence": {
                     *                 "user": "7",
                     *                 "status": "offline",
                     *                 "devices": []
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FriendList"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteFriend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 12
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateFriend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 12
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "remark": "Pet",
                 *       "team": "同事"
                 *     }
                 */
                "application/json": components["schemas"]["FriendChange"];
            };
        };
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    friendRequests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "incoming": [
                     *         {
                     *           "user": {
                     *             "id": "1",
                     *             "username": "alice",
                     *             "nickname": "alice",
                     *             "face_type": 3,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": "back on Monday"
                     *           },
                     *           "greeting": "hello",
                     *           "at": "2026-11-26T02:39:10.544Z"
                     *         }
                     *       ],
                     *       "outgoing": []
                     *     }
                     */
                    "application/json": components["schemas"]["FriendRequestList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    requestFriend: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "greeting": "Alice",
                 *       "user": "2"
                 *     }
                 */
                "application/json": components["schemas"]["FriendRequest"];
            };
        };
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    acceptFriendRequest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    refuseFriendRequest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    withdrawFriendRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    addTeam: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "work"
                 *     }
                 */
                "application/json": components["schemas"]["TeamName"];
            };
        };
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of a team.
                 * @example work
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    renameTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of a team.
                 * @example work
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "同事"
                 *     }
                 */
                "application/json": components["schemas"]["TeamName"];
            };
        };
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    blocks: {
        parameters: {
            query?: {
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "blocks": [
                     *         {
                     *           "user": {
                     *             "id": "7",
                     *             "username": "petra",
                     *             "nickname": "petra",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": ""
                     *           },
                     *           "at": "2026-11-26T02:39:10.773Z"
                     *         }
                     *       ],
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["BlockList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    block: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    unblock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    report: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "c": "d1-7",
                 *       "reason": "spam",
                 *       "seq": 1
                 *     }
                 */
                "application/json": components["schemas"]["ReportRequest"];
            };
        };
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    reportError: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "x is undefined",
                 *       "stack": "at show (index.js:1:20)",
                 *       "version": "1.0",
                 *       "browser": "Firefox/132"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorReportRequest"];
            };
        };
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    groups: {
        parameters: {
            query?: {
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description ETag of the answer that one has. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "groups": [
                     *         {
                     *           "id": "268435456",
                     *           "name": "our group",
                     *           "owner": "8",
                     *           "notice": "",
                     *           "introduction": "",
                     *           "picture": "",
                     *           "join_policy": "open",
                     *           "muted_all": false,
                     *           "members": 2,
                     *           "role": "owner",
                     *           "created_at": "2026-11-26T02:39:11.294Z"
                     *         }
                     *       ],
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Alice",
                 *       "users": [
                 *         "2"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewGroup"];
            };
        };
        responses: {
            /** @description What it is now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "268435456",
                     *       "name": "our group",
                     *       "owner": "8",
                     *       "notice": "",
                     *       "introduction": "",
                     *       "picture": "",
                     *       "join_policy": "open",
                     *       "muted_all": false,
                     *       "members": 2,
                     *       "role": "owner",
                     *       "created_at": "2026-11-26T02:39:11.294Z",
                     *       "refused": [
                     *         {
                     *           "user": "10",
                     *           "code": "forbidden",
                     *           "detail": "this user is no friend of yours, send them an invitation link"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedGroup"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "268435456",
                     *       "name": "Alice",
                     *       "owner": "1",
                     *       "notice": "Alice",
                     *       "introduction": "Alice",
                     *       "picture": "",
                     *       "join_policy": "open",
                     *       "muted_all": false,
                     *       "members": 2,
                     *       "role": "member",
                     *       "card": "Alice",
                     *       "created_at": "2026-11-26T02:39:03.659Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    dissolveGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    editGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "introduction": "Alice",
                 *       "notice": "Alice"
                 *     }
                 */
                "application/json": components["schemas"]["GroupEdit"];
            };
        };
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "268435456",
                     *       "name": "Alice",
                     *       "owner": "1",
                     *       "notice": "Alice",
                     *       "introduction": "Alice",
                     *       "picture": "",
                     *       "join_policy": "open",
                     *       "muted_all": false,
                     *       "members": 2,
                     *       "role": "owner",
                     *       "created_at": "2026-11-26T02:39:03.659Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    setGroupPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description What the group is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "268435456",
                     *       "name": "our group",
                     *       "owner": "8",
                     *       "notice": "be kind",
                     *       "introduction": "",
                     *       "picture": "15e4e16ffeec17df7d4ab22a7728589f",
                     *       "join_policy": "approval",
                     *       "muted_all": false,
                     *       "members": 2,
                     *       "role": "owner",
                     *       "created_at": "2026-11-26T02:39:11.294Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
            /** @description The disk of the server is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGroupPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the group is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "268435456",
                     *       "name": "our group",
                     *       "owner": "8",
                     *       "notice": "be kind",
                     *       "introduction": "",
                     *       "picture": "",
                     *       "join_policy": "approval",
                     *       "muted_all": false,
                     *       "members": 2,
                     *       "role": "owner",
                     *       "created_at": "2026-11-26T02:39:11.294Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    joinGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "greeting": "let me in"
                 *     }
                 */
                "application/json": components["schemas"]["JoinRequest"];
            };
        };
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "joined": false
                     *     }
                     */
                    "application/json": components["schemas"]["Joined"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    leaveGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    transferGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user": "9"
                 *     }
                 */
                "application/json": components["schemas"]["UserID"];
            };
        };
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    members: {
        parameters: {
            query?: {
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "members": [
                     *         {
                     *           "user": {
                     *             "id": "8",
                     *             "username": "gudrun",
                     *             "nickname": "gudrun",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": ""
                     *           },
                     *           "role": "owner",
                     *           "card": "",
                     *           "joined_at": "2026-11-26T02:39:11.294Z"
                     *         }
                     *       ],
                     *       "next": "k1"
                     *     }
                     */
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    inviteMembers: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "users": [
                 *         "9",
                 *         "3"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["UserIDs"];
            };
        };
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refused": [
                     *         {
                     *           "user": "3",
                     *           "code": "forbidden",
                     *           "detail": "this user is no friend of yours, send them an invitation link"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RefusedList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeMember: {
        parameters: {
            query?: {
                /** @description Keep them from coming back; works also on somebody who is not in the group. */
                ban?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    editMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "muted_until": "2026-11-26T03:39:11.45788074Z",
                 *       "role": "admin"
                 *     }
                 */
                "application/json": components["schemas"]["MemberEdit"];
            };
        };
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "9",
                     *         "username": "gerd",
                     *         "nickname": "gerd",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "signature": ""
                     *       },
                     *       "role": "admin",
                     *       "card": "",
                     *       "muted_until": "2026-11-26T03:39:11.457Z",
                     *       "joined_at": "2026-11-26T02:39:11.294Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    bans: {
        parameters: {
            query?: {
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bans": [
                     *         {
                     *           "user": {
                     *             "id": "9",
                     *             "username": "gerd",
                     *             "nickname": "gerd",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": ""
                     *           },
                     *           "by": "8",
                     *           "at": "2026-11-26T02:39:11.485Z"
                     *         }
                     *       ],
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["BanList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    unban: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    groupRequests: {
        parameters: {
            query?: {
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "requests": [
                     *         {
                     *           "user": {
                     *             "id": "10",
                     *             "username": "greta",
                     *             "nickname": "greta",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": ""
                     *           },
                     *           "greeting": "let me in",
                     *           "at": "2026-11-26T02:39:11.390Z"
                     *         }
                     *       ],
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["GroupRequestList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    acceptGroupRequest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    refuseGroupRequest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of a user.
                 * @example 12
                 */
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    invitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "invitations": [
                     *         {
                     *           "id": "01M8AVH8NDTY2BGPN5488A4ZGR",
                     *           "by": "8",
                     *           "uses_left": 1,
                     *           "expires_at": "2026-11-26T03:39:11.533Z",
                     *           "created_at": "2026-11-26T02:39:11.533Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expires_in": 3600,
                 *       "uses": 1
                 *     }
                 */
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description What it is now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01M8AVH8NDTY2BGPN5488A4ZGR",
                     *       "by": "8",
                     *       "uses_left": 1,
                     *       "expires_at": "2026-11-26T03:39:11.533Z",
                     *       "created_at": "2026-11-26T02:39:11.533Z",
                     *       "token": "01M8AVH8NDTY2BGPN5488A4ZGR.Ts7KRZTc7-BDpkoOOoTIuvim7DRMOhqDFTbrqujcSo4"
                     *     }
                     */
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a user or group.
                 * @example 268435456
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of a link.
                 * @example 01JDZ0000000000000000000000
                 */
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What the link ends with.
                 * @example 01JDZ0000000000000000000000.abc
                 */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "group": {
                     *         "id": "268435456",
                     *         "name": "our group",
                     *         "owner": "8",
                     *         "notice": "",
                     *         "introduction": "",
                     *         "picture": "",
                     *         "join_policy": "approval",
                     *         "muted_all": false,
                     *         "members": 2,
                     *         "role": "",
                     *         "created_at": "2026-11-26T02:39:11.294Z"
                     *       },
                     *       "by": {
                     *         "id": "8",
                     *         "username": "gudrun",
                     *         "nickname": "gudrun",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "signature": ""
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["InvitationPreview"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description What the link ends with.
                 * @example 01JDZ0000000000000000000000.abc
                 */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "268435456",
                     *       "name": "our group",
                     *       "owner": "8",
                     *       "notice": "be kind",
                     *       "introduction": "",
                     *       "picture": "",
                     *       "join_policy": "approval",
                     *       "muted_all": false,
                     *       "members": 3,
                     *       "role": "member",
                     *       "created_at": "2026-11-26T02:39:11.294Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Group"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConversations: {
        parameters: {
            query?: {
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description ETag of the answer that one has. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "conversations": [
                     *         {
                     *           "c": "d1-3",
                     *           "kind": "direct",
                     *           "name": "carl",
                     *           "peer": {
                     *             "id": "3",
                     *             "username": "carl",
                     *             "nickname": "carl",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": ""
                     *           },
                     *           "seq": 1,
                     *           "rev": 0,
                     *           "read": 0,
                     *           "unread": 0,
                     *           "last": {
                     *             "mid": "4",
                     *             "c": "d1-3",
                     *             "seq": 1,
                     *             "from": "1",
                     *             "ts": "2026-11-26T02:39:11.758Z",
                     *             "cid": "01M8AVH2YJ8AXK4XYZSTAGM8TF-1",
                     *             "body": {
                     *               "text": "hi",
                     *               "segments": [
                     *                 {
                     *                   "text": "hi"
                     *                 }
                     *               ]
                     *             },
                     *             "via": "web"
                     *           },
                     *           "pinned": false,
                     *           "mute": "none",
                     *           "archived": false,
                     *           "draft": ""
                     *         }
                     *       ],
                     *       "next": "mwwy1rim.d1-3"
                     *     }
                     */
                    "application/json": components["schemas"]["ConversationList"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands in the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "c": "d1-2",
                     *       "kind": "direct",
                     *       "name": "alice",
                     *       "peer": {
                     *         "id": "1",
                     *         "username": "alice",
                     *         "nickname": "alice",
                     *         "face_type": 3,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "signature": "back on Monday"
                     *       },
                     *       "seq": 5,
                     *       "rev": 8,
                     *       "read": 4,
                     *       "unread": 0,
                     *       "pinned": true,
                     *       "mute": "count",
                     *       "archived": true,
                     *       "draft": "so"
                     *     }
                     */
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "archived": true,
                 *       "draft": "so",
                 *       "hidden": true,
                 *       "mute": "count",
                 *       "pinned": true
                 *     }
                 */
                "application/json": components["schemas"]["ConversationChange"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "c": "d1-2",
                     *       "kind": "direct",
                     *       "name": "alice",
                     *       "peer": {
                     *         "id": "1",
                     *         "username": "alice",
                     *         "nickname": "alice",
                     *         "face_type": 3,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "signature": "back on Monday"
                     *       },
                     *       "seq": 4,
                     *       "rev": 0,
                     *       "read": 0,
                     *       "unread": 3,
                     *       "last": {
                     *         "mid": "6",
                     *         "c": "d1-2",
                     *         "seq": 4,
                     *         "from": "1",
                     *         "ts": "2026-11-26T02:39:11.911Z",
                     *         "cid": "walk",
                     *         "body": {
                     *           "text": "look",
                     *           "segments": [
                     *             {
                     *               "text": "look"
                     *             }
                     *           ]
                     *         },
                     *         "expires": "2026-11-26T03:39:11.911Z",
                     *         "via": "web"
                     *       },
                     *       "pinned": true,
                     *       "mute": "count",
                     *       "archived": true,
                     *       "draft": "so"
                     *     }
                     */
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    clearConversation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["SeqRequest"];
            };
        };
        responses: {
            /** @description They are gone from the view; others keep them. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    markRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "seq": 4
                 *     }
                 */
                "application/json": components["schemas"]["SeqRequest"];
            };
        };
        responses: {
            /** @description The stored position, which never goes back. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "c": "d1-2",
                     *       "seq": 4
                     *     }
                     */
                    "application/json": components["schemas"]["ReadPosition"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChanges: {
        parameters: {
            query?: {
                /** @description Number of the last change that is known. */
                after?: components["schemas"]["Rev"];
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changes": [
                     *         {
                     *           "c": "d1-2",
                     *           "rev": 1,
                     *           "kind": "react",
                     *           "seq": 4,
                     *           "by": "2",
                     *           "ts": "2026-11-26T02:39:12.015Z",
                     *           "d": {
                     *             "reactions": []
                     *           }
                     *         },
                     *         {
                     *           "c": "d1-2",
                     *           "rev": 2,
                     *           "kind": "react",
                     *           "seq": 4,
                     *           "by": "2",
                     *           "ts": "2026-11-26T02:39:12.029Z",
                     *           "d": {
                     *             "reactions": []
                     *           }
                     *         }
                     *       ],
                     *       "next": "2"
                     *     }
                     */
                    "application/json": components["schemas"]["ChangeLog"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest pin first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messages": [
                     *         {
                     *           "mid": "6",
                     *           "c": "d1-2",
                     *           "seq": 4,
                     *           "from": "1",
                     *           "ts": "2026-11-26T02:39:11.911Z",
                     *           "cid": "walk",
                     *           "body": {
                     *             "text": "look",
                     *             "segments": [
                     *               {
                     *                 "text": "look"
                     *               }
                     *             ]
                     *           },
                     *           "reactions": [
                     *             {
                     *               "emoji": "👍",
                     *               "users": [
                     *                 "2"
                     *               ],
                     *               "n": 1
                     *             }
                     *           ],
                     *           "pinned": true,
                     *           "expires": "2026-11-26T03:39:11.911Z",
                     *           "via": "web"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PinList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "mid": "6",
                     *       "c": "d1-2",
                     *       "seq": 4,
                     *       "from": "1",
                     *       "ts": "2026-11-26T02:39:11.911Z",
                     *       "cid": "walk",
                     *       "body": {
                     *         "text": "look",
                     *         "segments": [
                     *           {
                     *             "text": "look"
                     *           }
                     *         ]
                     *       },
                     *       "reactions": [
                     *         {
                     *           "emoji": "👍",
                     *           "users": [
                     *             "2"
                     *           ],
                     *           "n": 1
                     *         }
                     *       ],
                     *       "pinned": true,
                     *       "expires": "2026-11-26T03:39:11.911Z",
                     *       "via": "web"
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    hideMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody else notices. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    editMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "body": {
                 *         "text": "look here"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["EditRequest"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "mid": "6",
                     *       "c": "d1-2",
                     *       "seq": 4,
                     *       "from": "1",
                     *       "ts": "2026-11-26T02:39:11.911Z",
                     *       "cid": "walk",
                     *       "body": {
                     *         "text": "look here",
                     *         "segments": [
                     *           {
                     *             "text": "look here"
                     *           }
                     *         ]
                     *       },
                     *       "edited": "2026-11-26T02:39:12.085Z",
                     *       "reactions": [
                     *         {
                     *           "emoji": "👍",
                     *           "users": [
                     *             "2"
                     *           ],
                     *           "n": 1
                     *         }
                     *       ],
                     *       "pinned": true,
                     *       "expires": "2026-11-26T03:39:11.911Z",
                     *       "via": "web"
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    recallMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its content is erased. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    pinMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is pinned. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    unpinMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is not pinned. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    addReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
                /**
                 * @description One emoji.
                 * @example %F0%9F%91%8D
                 */
                emoji: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All reactions now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reactions": [
                     *         {
                     *           "emoji": "👍",
                     *           "users": [
                     *             "2"
                     *           ],
                     *           "n": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ReactionList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
                /**
                 * @description One emoji.
                 * @example %F0%9F%91%8D
                 */
                emoji: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All reactions now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reactions": []
                     *     }
                     */
                    "application/json": components["schemas"]["ReactionList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listReaders: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Number of the message.
                 * @example 1
                 */
                seq: components["schemas"]["Seq"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those who give receipts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "readers": [
                     *         {
                     *           "id": "2",
                     *           "username": "bob",
                     *           "nickname": "bob",
                     *           "face_type": 0,
                     *           "custom_face": "",
                     *           "gender": 0,
                     *           "signature": ""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ReaderList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    forwardMessages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cid": "f2",
                 *       "from": "d1-2",
                 *       "merged": true,
                 *       "seqs": [
                 *         4
                 *       ],
                 *       "to": [
                 *         "d1-3"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ForwardRequest"];
            };
        };
        responses: {
            /** @description An entry for each target. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "delivered": [
                     *         {
                     *           "c": "d1-3",
                     *           "sent": [
                     *             {
                     *               "c": "d1-3",
                     *               "seq": 2,
                     *               "mid": "7",
                     *               "ts": "2026-11-26T02:39:12.115Z",
                     *               "dup": false
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveredList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendToMany: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "body": {
                 *         "text": "all"
                 *       },
                 *       "cid": "m",
                 *       "targets": [
                 *         "2",
                 *         "99997"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MassRequest"];
            };
        };
        responses: {
            /** @description An entry for each target. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "delivered": [
                     *         {
                     *           "c": "d1-2",
                     *           "sent": [
                     *             {
                     *               "c": "d1-2",
                     *               "seq": 5,
                     *               "mid": "9",
                     *               "ts": "2026-11-26T02:39:12.141Z",
                     *               "dup": false
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "c": "d1-99997",
                     *           "sent": [],
                     *           "error": {
                     *             "code": "not_found",
                     *             "message": "no such user"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveredList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description Messages with a smaller seq; the ones next to it. */
                before?: components["schemas"]["Seq"];
                /** @description Messages with a greater seq; the ones next to it. */
                after?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Messages in ascending order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messages": [
                     *         {
                     *           "mid": "2",
                     *           "c": "d1-2",
                     *           "seq": 1,
                     *           "from": "1",
                     *           "ts": "2026-11-26T02:39:11.629Z",
                     *           "cid": "1",
                     *           "body": {
                     *             "text": "hello",
                     *             "segments": [
                     *               {
                     *                 "text": "hello"
                     *               }
                     *             ]
                     *           },
                     *           "via": "web"
                     *         }
                     *       ],
                     *       "skip": [],
                     *       "more": false,
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cid": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                 *       "body": {
                 *         "text": "Hello"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SendRequest"];
            };
        };
        responses: {
            /** @description It was stored by an earlier attempt. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "c": "g268435456",
                     *       "seq": 1,
                     *       "mid": "1",
                     *       "ts": "2026-11-26T02:39:03.704Z",
                     *       "dup": false
                     *     }
                     */
                    "application/json": components["schemas"]["Sent"];
                };
            };
            /** @description The message is stored. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "c": "g268435456",
                     *       "seq": 1,
                     *       "mid": "1",
                     *       "ts": "2026-11-26T02:39:03.704Z",
                     *       "dup": false
                     *     }
                     */
                    "application/json": components["schemas"]["Sent"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportConversation: {
        parameters: {
            query?: {
                /** @description What kind of file. */
                format?: "html" | "jsonl";
            };
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, to be saved. */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    search: {
        parameters: {
            query?: {
                /**
                 * @description What to look for. It may be left out when `kind` is there.
                 * @example hello
                 */
                q?: string;
                /** @description What kind of thing to look for. */
                in?: "messages" | "people" | "groups" | "files";
                /** @description In this conversation only. */
                c?: components["schemas"]["ConversationId"];
                /** @description Sent by this user only. */
                from?: components["schemas"]["Id"];
                /** @description With content of this kind only. */
                kind?: "text" | "image" | "file" | "voice" | "video" | "link";
                /** @description Sent at or after. */
                since?: string;
                /** @description Sent before. */
                until?: string;
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "hits": [
                     *         {
                     *           "message": {
                     *             "mid": "1",
                     *             "c": "d1-2",
                     *             "seq": 1,
                     *             "from": "1",
                     *             "ts": "2026-11-26T02:38:53.898Z",
                     *             "cid": "01M8AVGQ2VKZJETJYGNDA5YJMS-1",
                     *             "body": {
                     *               "text": "我们去火星吧",
                     *               "segments": [
                     *                 {
                     *                   "text": "我们去火星吧"
                     *                 }
                     *               ]
                     *             },
                     *             "via": "web"
                     *           },
                     *           "snippet": [
                     *             {
                     *               "text": "我们",
                     *               "hit": true
                     *             },
                     *             {
                     *               "text": "去火星吧"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["SearchResult"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    sync: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "resume": {
                 *         "epoch": "7f3a",
                 *         "u": 8812,
                 *         "c": {
                 *           "d3-12": [
                 *             341,
                 *             7
                 *           ]
                 *         }
                 *       },
                 *       "wait_ms": 20000
                 *     }
                 */
                "application/json": components["schemas"]["SyncRequest"];
            };
        };
        responses: {
            /** @description The difference; of nothing new, empty lists. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "epoch": "5LZFLL3CA7MN",
                     *       "u": 6,
                     *       "events": [],
                     *       "c": [
                     *         {
                     *           "c": "d1-2",
                     *           "kind": "direct",
                     *           "name": "alice",
                     *           "peer": {
                     *             "id": "1",
                     *             "username": "alice",
                     *             "nickname": "alice",
                     *             "face_type": 3,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": "back on Monday"
                     *           },
                     *           "seq": 7,
                     *           "rev": 8,
                     *           "read": 4,
                     *           "unread": 2,
                     *           "last": {
                     *             "mid": "11",
                     *             "c": "d1-2",
                     *             "seq": 7,
                     *             "from": "1",
                     *             "ts": "2026-11-26T02:39:12.452Z",
                     *             "cid": "sync 1",
                     *             "body": {
                     *               "text": "one",
                     *               "segments": [
                     *                 {
                     *                   "text": "one"
                     *                 }
                     *               ]
                     *             },
                     *             "via": "web"
                     *           },
                     *           "pinned": true,
                     *           "mute": "count",
                     *           "archived": true,
                     *           "draft": "so",
                     *           "gap": true
                     *         },
                     *         {
                     *           "c": "g268435457",
                     *           "kind": "group",
                     *           "name": "All the needles",
                     *           "seq": 0,
                     *           "rev": 0,
                     *           "read": 0,
                     *           "unread": 0,
                     *           "pinned": false,
                     *           "mute": "none",
                     *           "archived": false,
                     *           "draft": ""
                     *         }
                     *       ],
                     *       "more": null
                     *     }
                     */
                    "application/json": components["schemas"]["Sync"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version of the server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": "v1.0.0",
                     *       "revision": "dc209736f2a1"
                     *     }
                     */
                    "application/json": components["schemas"]["Server"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPushKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server's public key (VAPID, RFC 8292). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "BMqQgF0e9etmSOe3lIsAYv4LI0-prIBXH30qkRdRUTgNGt_ZLPnwaEzHswe5Lwvq7G5ZA4esgSit_izMG8KjXxE"
                     *     }
                     */
                    "application/json": components["schemas"]["PushKey"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    subscribePush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "endpoint": "https://push.example.org/send/8f2c",
                 *       "keys": {
                 *         "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                 *         "auth": "BTBZMqHH6r4Tts7J_aSIgg"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PushSubscription"];
            };
        };
        responses: {
            /** @description Notifications go there from now on. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    unsubscribePush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description None is sent to this session any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPushGateway: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://example.org/notify",
                     *       "created_at": "2026-11-26T02:39:12.618Z"
                     *     }
                     */
                    "application/json": components["schemas"]["PushGateway"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    setPushGateway: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://notify.example.org/flamingo"
                 *     }
                 */
                "application/json": components["schemas"]["PushGatewayRequest"];
            };
        };
        responses: {
            /** @description The gateway, with its secret, which is shown this once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://example.org/notify",
                     *       "secret": "IBKZWJDMIYUBBGPS234B5JXGMARUG36YK6KZGEIXJNWBH2LM3JNK",
                     *       "created_at": "2026-11-26T02:39:12.618Z"
                     *     }
                     */
                    "application/json": components["schemas"]["PushGateway"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deletePushGateway: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The gateway is forgotten. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    uploadFile: {
        parameters: {
            query: {
                /** @description Name of the file, without folders. */
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description The file, ready to be referred to in a message. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "file": "a3f362663d9a998db893ae68a1daf4c6",
                     *       "name": "bomb.png",
                     *       "size": 74,
                     *       "type": "image/png",
                     *       "width": 32767,
                     *       "height": 32767,
                     *       "created_at": "2026-11-26T02:39:12.676Z"
                     *     }
                     */
                    "application/json": components["schemas"]["StoredFile"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
            /** @description The disk of the server is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claimFile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "md5": "148ca1ecdaf6a42936726a2671233451",
                 *       "size": 710
                 *     }
                 */
                "application/json": components["schemas"]["ClaimRequest"];
            };
        };
        responses: {
            /** @description What to hash. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge": "74f384929fee6a646f158641d9224c13.1795660872.8pQxe-rwLVGwW4WT_W2vnc9HPByhxtGRomrTyhnJrBg",
                     *       "nonce": "74f384929fee6a646f158641d9224c13",
                     *       "pieces": [
                     *         {
                     *           "offset": 0,
                     *           "length": 710
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Challenge"];
                };
            };
            /** @description The file, as if it had been uploaded. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "file": "a3f362663d9a998db893ae68a1daf4c6",
                     *       "name": "bomb.png",
                     *       "size": 74,
                     *       "type": "image/png",
                     *       "width": 32767,
                     *       "height": 32767,
                     *       "created_at": "2026-11-26T02:39:12.676Z"
                     *     }
                     */
                    "application/json": components["schemas"]["StoredFile"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getFile: {
        parameters: {
            query?: {
                /** @description Name under which to save the file. */
                name?: string;
                /** @description Any value: save it even if it could be shown. */
                download?: string;
                /** @description Of a link; then no token is needed. */
                signature?: string;
                /** @description Of a link. */
                session?: string;
                /** @description Of a link. */
                expires?: string;
            };
            header?: {
                /** @description One range of bytes; several are answered with all of the file. */
                Range?: string;
                "If-Range"?: string;
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of the file.
                 * @example d41d8cd98f00b204e9800998ecf8427e
                 */
                file: components["parameters"]["file"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    ETag: string;
                    "Content-Security-Policy": string;
                    /** @description Whether to show or to save it, and under which name. */
                    "Content-Disposition": string;
                    "Accept-Ranges": "bytes";
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The range that was asked for. */
            206: {
                headers: {
                    ETag: string;
                    "Content-Security-Policy": string;
                    /** @description Whether to show or to save it, and under which name. */
                    "Content-Disposition": string;
                    "Accept-Ranges": "bytes";
                    "Content-Range": string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description It is still the same. */
            304: {
                headers: {
                    ETag: string;
                    "Content-Security-Policy": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The file is shorter. */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    headFile: {
        parameters: {
            query?: {
                /** @description Name under which to save the file. */
                name?: string;
                /** @description Any value: save it even if it could be shown. */
                download?: string;
                /** @description Of a link; then no token is needed. */
                signature?: string;
                /** @description Of a link. */
                session?: string;
                /** @description Of a link. */
                expires?: string;
            };
            header?: {
                /** @description One range of bytes; several are answered with all of the file. */
                Range?: string;
                "If-Range"?: string;
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of the file.
                 * @example d41d8cd98f00b204e9800998ecf8427e
                 */
                file: components["parameters"]["file"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    ETag: string;
                    "Content-Security-Policy": string;
                    /** @description Whether to show or to save it, and under which name. */
                    "Content-Disposition": string;
                    "Accept-Ranges": "bytes";
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range that was asked for. */
            206: {
                headers: {
                    ETag: string;
                    "Content-Security-Policy": string;
                    /** @description Whether to show or to save it, and under which name. */
                    "Content-Disposition": string;
                    "Accept-Ranges": "bytes";
                    "Content-Range": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is still the same. */
            304: {
                headers: {
                    ETag: string;
                    "Content-Security-Policy": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The file is shorter. */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getThumbnail: {
        parameters: {
            query?: {
                /** @description Most pixels of the longer side. */
                side?: 64 | 128 | 256 | 512 | 1024;
                /** @description Of a link; then no token is needed. */
                signature?: string;
                /** @description Of a link. */
                session?: string;
                /** @description Of a link. */
                expires?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of the file.
                 * @example d41d8cd98f00b204e9800998ecf8427e
                 */
                file: components["parameters"]["file"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The small picture. */
            200: {
                headers: {
                    ETag: string;
                    "Content-Security-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/png": string;
                };
            };
            /** @description It is still the same. */
            304: {
                headers: {
                    ETag: string;
                    "Content-Security-Policy": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    headThumbnail: {
        parameters: {
            query?: {
                /** @description Most pixels of the longer side. */
                side?: 64 | 128 | 256 | 512 | 1024;
                /** @description Of a link; then no token is needed. */
                signature?: string;
                /** @description Of a link. */
                session?: string;
                /** @description Of a link. */
                expires?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of the file.
                 * @example d41d8cd98f00b204e9800998ecf8427e
                 */
                file: components["parameters"]["file"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The small picture. */
            200: {
                headers: {
                    ETag: string;
                    "Content-Security-Policy": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is still the same. */
            304: {
                headers: {
                    ETag: string;
                    "Content-Security-Policy": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    linkFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the file.
                 * @example d41d8cd98f00b204e9800998ecf8427e
                 */
                file: components["parameters"]["file"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "/api/v1/files/148ca1ecdaf6a42936726a2671233451?expires=1795664352&session=01M8AVH2YJ8AXK4XYZSTAGM8TF&signature=QUJpATU9xM2lwHBS-KvNvWd_XwGK5NmwpDOf3k9EYZk",
                     *       "expires": "2026-11-26T03:39:12.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["FileLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description 1.0.0 */
                "Tus-Resumable": "1.0.0";
                /** @description Size of the file in bytes. */
                "Upload-Length": number;
                /** @description Keys and values in base64, of which `filename` is used. At most 4096 bytes. */
                "Upload-Metadata"?: string;
                /** @description Of the body. */
                "Upload-Checksum"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/offset+octet-stream": string;
            };
        };
        responses: {
            /** @description It has begun. */
            201: {
                headers: {
                    Location: string;
                    "Tus-Resumable": "1.0.0";
                    /** @description Bytes that are here. */
                    "Upload-Offset": number;
                    /** @description When it is forgotten unless more bytes come. */
                    "Upload-Expires": string;
                    /** @description The file, once the upload is complete. */
                    "Flamingo-File"?: components["schemas"]["FileId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description Another version of tus. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            /** @description The body does not have that checksum; nothing of it was taken. */
            460: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            /** @description The disk of the server is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    describeUploads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Version, extensions and limits. */
            204: {
                headers: {
                    "Tus-Resumable": string;
                    "Tus-Version": string;
                    "Tus-Extension": string;
                    "Tus-Checksum-Algorithm": string;
                    "Tus-Max-Size": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the upload.
                 * @example ABCDEFGHIJKLMNOPQRSTUVWXYZ
                 */
                id: components["parameters"]["upload"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far it is, and the file once it is complete. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "OBZOR72UMWWXCE5FZMXMKULTBB",
                     *       "name": "文件.bin",
                     *       "size": 10,
                     *       "offset": 10,
                     *       "expires": "2026-11-27T02:39:12.992Z",
                     *       "file": {
                     *         "file": "781e5e245d69b566979b86e28d23f2c7",
                     *         "name": "文件.bin",
                     *         "size": 10,
                     *         "type": "text/plain; charset=utf-8",
                     *         "created_at": "2026-11-26T02:39:12.987Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Upload"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description 1.0.0 */
                "Tus-Resumable": "1.0.0";
            };
            path: {
                /**
                 * @description Id of the upload.
                 * @example ABCDEFGHIJKLMNOPQRSTUVWXYZ
                 */
                id: components["parameters"]["upload"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    "Tus-Resumable": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description Another version of tus. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    headUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description 1.0.0 */
                "Tus-Resumable": "1.0.0";
            };
            path: {
                /**
                 * @description Id of the upload.
                 * @example ABCDEFGHIJKLMNOPQRSTUVWXYZ
                 */
                id: components["parameters"]["upload"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to go on. */
            200: {
                headers: {
                    "Upload-Length": number;
                    "Upload-Metadata"?: string;
                    "Tus-Resumable": "1.0.0";
                    /** @description Bytes that are here. */
                    "Upload-Offset": number;
                    /** @description When it is forgotten unless more bytes come. */
                    "Upload-Expires": string;
                    /** @description The file, once the upload is complete. */
                    "Flamingo-File"?: components["schemas"]["FileId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description Another version of tus. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    writeUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description 1.0.0 */
                "Tus-Resumable": "1.0.0";
                /** @description Where the body belongs. */
                "Upload-Offset": number;
                /** @description Algorithm (md5, sha1, sha256) and checksum of the body in base64. */
                "Upload-Checksum"?: string;
            };
            path: {
                /**
                 * @description Id of the upload.
                 * @example ABCDEFGHIJKLMNOPQRSTUVWXYZ
                 */
                id: components["parameters"]["upload"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/offset+octet-stream": string;
            };
        };
        responses: {
            /** @description The bytes are here. */
            204: {
                headers: {
                    "Tus-Resumable": "1.0.0";
                    /** @description Bytes that are here. */
                    "Upload-Offset": number;
                    /** @description When it is forgotten unless more bytes come. */
                    "Upload-Expires": string;
                    /** @description The file, once the upload is complete. */
                    "Flamingo-File"?: components["schemas"]["FileId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            /** @description Another version of tus. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description The body is of another type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["RateLimited"];
            /** @description The body does not have that checksum; nothing of it was taken. */
            460: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            /** @description The disk of the server is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBots: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bots in the order they were made. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bots": [
                     *         {
                     *           "user": {
                     *             "id": "12",
                     *             "username": "ci",
                     *             "nickname": "CI",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": "",
                     *             "bot": true
                     *           },
                     *           "created_at": "2026-11-26T02:39:12.618Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BotList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createBot: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "username": "weather",
                 *       "nickname": "Weather"
                 *     }
                 */
                "application/json": components["schemas"]["NewBot"];
            };
        };
        responses: {
            /** @description The bot, and its API token, which is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "12",
                     *         "username": "ci",
                     *         "nickname": "CI",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "signature": "",
                     *         "bot": true
                     *       },
                     *       "token": "flamingo_01JDP3V2Q8Y4ZC9T5B6R7N8M2K_W6fL…",
                     *       "created_at": "2026-11-26T02:39:12.618Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Bot"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteBot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the bot.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted as the account of a person is. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    renameBot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the bot.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "nickname": "Weather of today"
                 *     }
                 */
                "application/json": components["schemas"]["BotEdit"];
            };
        };
        responses: {
            /** @description The bot as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "12",
                     *         "username": "ci",
                     *         "nickname": "CI",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "signature": "",
                     *         "bot": true
                     *       },
                     *       "created_at": "2026-11-26T02:39:12.618Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Bot"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    renewBotToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of the bot.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new token. It is shown this once; the old one is worth nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "flamingo_01JDP3V2Q8Y4ZC9T5B6R7N8M2K_W6fL…"
                     *     }
                     */
                    "application/json": components["schemas"]["BotToken"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listIncomingWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those of the conversation, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "incoming_webhooks": [
                     *         {
                     *           "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *           "name": "CI",
                     *           "bot": {
                     *             "id": "12",
                     *             "username": "ci",
                     *             "nickname": "CI",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": "",
                     *             "bot": true
                     *           },
                     *           "by": "1",
                     *           "created_at": "2026-11-26T02:39:12.618Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["IncomingWebhookList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createIncomingWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Build server"
                 *     }
                 */
                "application/json": components["schemas"]["NewIncomingWebhook"];
            };
        };
        responses: {
            /** @description The webhook, and its token, which is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *       "name": "CI",
                     *       "bot": {
                     *         "id": "12",
                     *         "username": "ci",
                     *         "nickname": "CI",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "signature": "",
                     *         "bot": true
                     *       },
                     *       "by": "1",
                     *       "created_at": "2026-11-26T02:39:12.618Z",
                     *       "token": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K.W6fL…",
                     *       "path": "/api/v1/hooks/01JDP3V2Q8Y4ZC9T5B6R7N8M2K.W6fL…"
                     *     }
                     */
                    "application/json": components["schemas"]["IncomingWebhook"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteIncomingWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the conversation.
                 * @example d1-2
                 */
                id: components["parameters"]["conversation"];
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its token is worth nothing any more, and a bot that was made for it is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    postToWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Token of an incoming webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K.abc
                 */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "Build 42 failed",
                 *       "name": "CI",
                 *       "cid": "build-42"
                 *     }
                 */
                "application/json": components["schemas"]["WebhookPost"];
            };
        };
        responses: {
            /** @description Where the message stands. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "c": "g268435456",
                     *       "seq": 7,
                     *       "mid": "1201",
                     *       "ts": "2026-11-26T02:39:12.618Z",
                     *       "dup": false
                     *     }
                     */
                    "application/json": components["schemas"]["Sent"];
                };
            };
            400: components["responses"]["Invalid"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The addresses that are told of events, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhooks": [
                     *         {
                     *           "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *           "url": "https://example.org/hook",
                     *           "events": [
                     *             "message",
                     *             "members"
                     *           ],
                     *           "c": "g268435456",
                     *           "enabled": true,
                     *           "created_at": "2026-11-26T02:39:12.618Z",
                     *           "dropped": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://example.org/hook",
                 *       "events": [
                 *         "message",
                 *         "members"
                 *       ],
                 *       "c": "g268435456"
                 *     }
                 */
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description The webhook, and its secret, which is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *       "url": "https://example.org/hook",
                     *       "events": [
                     *         "message",
                     *         "members"
                     *       ],
                     *       "c": "g268435456",
                     *       "enabled": true,
                     *       "created_at": "2026-11-26T02:39:12.618Z",
                     *       "dropped": 0,
                     *       "secret": "whsec_c2VjcmV0"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *       "url": "https://example.org/hook",
                     *       "events": [
                     *         "message",
                     *         "members"
                     *       ],
                     *       "c": "g268435456",
                     *       "enabled": true,
                     *       "created_at": "2026-11-26T02:39:12.618Z",
                     *       "dropped": 0
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone with what waited for it. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": true
                 *     }
                 */
                "application/json": components["schemas"]["WebhookEdit"];
            };
        };
        responses: {
            /** @description The webhook as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *       "url": "https://example.org/hook",
                     *       "events": [
                     *         "message",
                     *         "members"
                     *       ],
                     *       "c": "g268435456",
                     *       "enabled": true,
                     *       "created_at": "2026-11-26T02:39:12.618Z",
                     *       "dropped": 0
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    renewWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret. It is shown this once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "whsec_c2VjcmV0"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookSecret"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    pingWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *       "event": "ping",
                     *       "state": "waiting",
                     *       "attempts": 0,
                     *       "created_at": "2026-11-26T02:39:12.618Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description dead: given up, kept for 14 days. */
                state?: "dead" | "waiting";
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deliveries": [
                     *         {
                     *           "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *           "event": "message",
                     *           "c": "g268435456",
                     *           "state": "dead",
                     *           "attempts": 20,
                     *           "created_at": "2026-11-26T02:39:12.618Z"
                     *         }
                     *       ],
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    redeliver: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                id: string;
                /**
                 * @description Id of the delivery.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, on its way as if it were new. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *       "event": "message",
                     *       "c": "g268435456",
                     *       "state": "waiting",
                     *       "attempts": 0,
                     *       "created_at": "2026-11-26T02:39:12.618Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "n4xk2ph6d7vq3sftzyjm5wclbe",
                 *       "username": "alice",
                 *       "password": "correct horse",
                 *       "device": {
                 *         "id": "01JD",
                 *         "name": "Firefox"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SetupRequest"];
            };
        };
        responses: {
            /** @description A session of the administrator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiIsImtpZCI6IjdmM2EifQ.e30.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in": 900,
                     *       "refresh_token": "01M8AVH5Z0P34VGDP2NQR1QFFR._3Vk-tjOY3uwQ6zcbSinPfdH_Krn26pFYkrDlq1B32U",
                     *       "session": "01M8AVH5Z0P34VGDP2NQR1QFFR",
                     *       "user": {
                     *         "id": "4",
                     *         "username": "dora",
                     *         "nickname": "dora",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "birthday": 19900101,
                     *         "signature": "",
                     *         "address": "",
                     *         "phone": "",
                     *         "mail": ""
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    stats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Figures of the node that answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": "2026-11-26T03:10:02.120Z",
                     *       "started_at": "2026-11-26T02:39:12.618Z",
                     *       "connections": [
                     *         {
                     *           "class": "pc",
                     *           "door": "legacy",
                     *           "n": 3
                     *         },
                     *         {
                     *           "class": "web",
                     *           "door": "socket",
                     *           "n": 12
                     *         }
                     *       ],
                     *       "messages": [
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         0,
                     *         4
                     *       ],
                     *       "messages_per_second": 0.07,
                     *       "stored_within_ms_p50": 1.28,
                     *       "stored_within_ms_p99": 4.1,
                     *       "queued": 0,
                     *       "queue_limit": 16384,
                     *       "open_reports": 1,
                     *       "memory": 48234496,
                     *       "goroutines": 41
                     *     }
                     */
                    "application/json": components["schemas"]["ServerStats"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    storage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sums over all accounts and files. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "database": 1048576,
                     *       "users": 12,
                     *       "groups": 2,
                     *       "messages": 1200,
                     *       "files": [
                     *         {
                     *           "kind": "picture",
                     *           "count": 3,
                     *           "size": 250000
                     *         },
                     *         {
                     *           "kind": "audio",
                     *           "count": 0,
                     *           "size": 0
                     *         },
                     *         {
                     *           "kind": "video",
                     *           "count": 0,
                     *           "size": 0
                     *         },
                     *         {
                     *           "kind": "other",
                     *           "count": 1,
                     *           "size": 1024
                     *         }
                     *       ],
                     *       "free_disk": 52428800000
                     *     }
                     */
                    "application/json": components["schemas"]["ServerStorage"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    serverSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order of the help of the command line. Passwords are left out. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "settings": [
                     *         {
                     *           "name": "http",
                     *           "value": ":8080",
                     *           "group": "Main",
                     *           "help": "Address of the web client, REST and WebSocket, or off."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ServerSettingList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "acts": [
                     *         {
                     *           "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *           "at": "2026-11-26T02:39:12.618Z",
                     *           "act": "user.disable",
                     *           "by": {
                     *             "id": "1",
                     *             "username": "alice",
                     *             "nickname": "Alice",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": ""
                     *           },
                     *           "user": {
                     *             "id": "2",
                     *             "username": "bob",
                     *             "nickname": "Bob",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": ""
                     *           },
                     *           "detail": ""
                     *         }
                     *       ],
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["AuditLog"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description Beginning of account or nickname, or an id; empty is all. */
                q?: string;
                /** @description Only these; empty is all. */
                state?: "active" | "disabled" | "deleted" | "admin";
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, by ascending id. Disabled and deleted accounts and bots are among them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "users": [
                     *         {
                     *           "id": "2",
                     *           "username": "bob",
                     *           "nickname": "Bob",
                     *           "face_type": 0,
                     *           "custom_face": "",
                     *           "gender": 0,
                     *           "signature": "",
                     *           "admin": false,
                     *           "disabled": false,
                     *           "second_factor": true,
                     *           "online": true,
                     *           "created_at": "2026-11-26T02:39:12.618Z",
                     *           "last_seen": "2026-11-26T03:10:02.120Z"
                     *         }
                     *       ],
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "username": "bob",
                 *       "nickname": "Bob"
                 *     }
                 */
                "application/json": components["schemas"]["NewAccount"];
            };
        };
        responses: {
            /** @description The account, and the password that the server made, if it did: it is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "2",
                     *         "username": "bob",
                     *         "nickname": "Bob",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "signature": "",
                     *         "admin": false,
                     *         "disabled": false,
                     *         "second_factor": true,
                     *         "online": true,
                     *         "created_at": "2026-11-26T02:39:12.618Z",
                     *         "last_seen": "2026-11-26T03:10:02.120Z"
                     *       },
                     *       "password": "n4xk2ph6d7vq3sf"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedAccount"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "2",
                     *       "username": "bob",
                     *       "nickname": "Bob",
                     *       "face_type": 0,
                     *       "custom_face": "",
                     *       "gender": 0,
                     *       "signature": "",
                     *       "admin": false,
                     *       "disabled": false,
                     *       "second_factor": true,
                     *       "online": true,
                     *       "created_at": "2026-11-26T02:39:12.618Z",
                     *       "last_seen": "2026-11-26T03:10:02.120Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    editAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "disabled": true
                 *     }
                 */
                "application/json": components["schemas"]["AccountEdit"];
            };
        };
        responses: {
            /** @description What it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "2",
                     *       "username": "bob",
                     *       "nickname": "Bob",
                     *       "face_type": 0,
                     *       "custom_face": "",
                     *       "gender": 0,
                     *       "signature": "",
                     *       "admin": false,
                     *       "disabled": false,
                     *       "second_factor": true,
                     *       "online": true,
                     *       "created_at": "2026-11-26T02:39:12.618Z",
                     *       "last_seen": "2026-11-26T03:10:02.120Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new password, which is shown this once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "password": "n4xk2ph6d7vq3sf"
                     *     }
                     */
                    "application/json": components["schemas"]["NewPassword"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    dropSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The password alone is enough. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSessionsOf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sessions": [
                     *         {
                     *           "id": "01M8AVH628KJRCR4Q8CS9R2D0P",
                     *           "class": "web",
                     *           "name": "Firefox on Linux",
                     *           "created_at": "2026-11-26T02:39:08.872Z",
                     *           "last_seen_at": "2026-11-26T02:39:08.877Z",
                     *           "current": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    endSessionsOf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is out on every door. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    endSessionOf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the user.
                 * @example 2
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Id of the session.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAllGroups: {
        parameters: {
            query?: {
                /** @description Beginning of the name, or an id; empty is all. */
                q?: string;
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, by ascending id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "groups": [
                     *         {
                     *           "id": "268435456",
                     *           "name": "Choir",
                     *           "owner": {
                     *             "id": "1",
                     *             "username": "alice",
                     *             "nickname": "Alice",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": ""
                     *           },
                     *           "introduction": "",
                     *           "join_policy": "open",
                     *           "members": 12,
                     *           "created_at": "2026-11-26T02:39:12.618Z"
                     *         }
                     *       ],
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["GroupEntryList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    endGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the group.
                 * @example 268435456
                 */
                id: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its members learn of it as if the owner had done it. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listReports: {
        parameters: {
            query?: {
                /** @description Those that wait or those that were dealt with. */
                state?: "open" | "resolved";
                /** @description Most entries in the answer. */
                limit?: components["parameters"]["limit"];
                /** @description `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reports": [
                     *         {
                     *           "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *           "by": {
                     *             "id": "1",
                     *             "username": "alice",
                     *             "nickname": "Alice",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": ""
                     *           },
                     *           "user": {
                     *             "id": "2",
                     *             "username": "bob",
                     *             "nickname": "Bob",
                     *             "face_type": 0,
                     *             "custom_face": "",
                     *             "gender": 0,
                     *             "signature": ""
                     *           },
                     *           "c": "d1-2",
                     *           "seq": 7,
                     *           "reason": "spam",
                     *           "text": "again and again",
                     *           "message": "Buy now!",
                     *           "created_at": "2026-11-26T02:39:12.618Z"
                     *         }
                     *       ],
                     *       "next": ""
                     *     }
                     */
                    "application/json": components["schemas"]["ReportEntryList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    resolveReport: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Name of this request, such as a ULID. The same request under the same name is answered for a day as it was the
                 *     first time, with `Idempotency-Replayed: true`, and done once. Another request under the name is a conflict.
                 */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                /**
                 * @description Id of the report.
                 * @example 01JDP3V2Q8Y4ZC9T5B6R7N8M2K
                 */
                report: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "note": "disabled the account"
                 *     }
                 */
                "application/json": components["schemas"]["Resolution"];
            };
        };
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K",
                     *       "by": {
                     *         "id": "1",
                     *         "username": "alice",
                     *         "nickname": "Alice",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "signature": ""
                     *       },
                     *       "user": {
                     *         "id": "2",
                     *         "username": "bob",
                     *         "nickname": "Bob",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "signature": ""
                     *       },
                     *       "c": "d1-2",
                     *       "seq": 7,
                     *       "reason": "spam",
                     *       "text": "again and again",
                     *       "message": "Buy now!",
                     *       "created_at": "2026-11-26T02:39:12.618Z",
                     *       "handled_at": "2026-11-26T03:10:02.120Z",
                     *       "handled_by": {
                     *         "id": "1",
                     *         "username": "alice",
                     *         "nickname": "Alice",
                     *         "face_type": 0,
                     *         "custom_face": "",
                     *         "gender": 0,
                     *         "signature": ""
                     *       },
                     *       "note": "disabled the account"
                     *     }
                     */
                    "application/json": components["schemas"]["ReportEntry"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
}
