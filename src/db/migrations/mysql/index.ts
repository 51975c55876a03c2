import { Migration20261124105514_initial } from './Migration20261124105514_initial.ts';
import { Migration20261124123900_idempotency_keys } from './Migration20261124123900_idempotency_keys.ts';
import { Migration20261124124808_silences } from './Migration20261124124808_silences.ts';
import { Migration20261124125822_occurrences_by_status } from './Migration20261124125822_occurrences_by_status.ts';
import { Migration20261124125901_deliveries_by_due } from './Migration20261124125901_deliveries_by_due.ts';
import { Migration20261124140345_delivery_promises } from './Migration20261124140345_delivery_promises.ts';
import { Migration20261124141231_restricted_accounts } from './Migration20261124141231_restricted_accounts.ts';
import { Migration20261124151749_unmade_runs } from './Migration20261124151749_unmade_runs.ts';
import { Migration20261129084546_deliveries_fewer_indexes } from './Migration20261129084546_deliveries_fewer_indexes.ts';
import { Migration20261129152712_chats_and_messages_by_instance } from './Migration20261129152712_chats_and_messages_by_instance.ts';
import { Migration20261130202543_name_keys_without_punctuation } from './Migration20261130202543_name_keys_without_punctuation.ts';
import { Migration20261130202902_capped_deliveries } from './Migration20261130202902_capped_deliveries.ts';
import { Migration20261130203020_what_an_outage_made_late } from './Migration20261130203020_what_an_outage_made_late.ts';

/** The migrations of mysql, oldest first; written by `npm run cli -- migrate create`. */
export const mysqlMigrations = [Migration20261124105514_initial, Migration20261124123900_idempotency_keys, Migration20261124124808_silences, Migration20261124125822_occurrences_by_status, Migration20261124125901_deliveries_by_due, Migration20261124140345_delivery_promises, Migration20261124141231_restricted_accounts, Migration20261124151749_unmade_runs, Migration20261129084546_deliveries_fewer_indexes, Migration20261129152712_chats_and_messages_by_instance, Migration20261130202543_name_keys_without_punctuation, Migration20261130202902_capped_deliveries, Migration20261130203020_what_an_outage_made_late];
